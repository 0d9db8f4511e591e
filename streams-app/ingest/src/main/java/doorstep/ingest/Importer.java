package doorstep.ingest;

import doorstep.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Files to events. Reads row by row and keeps nothing, so that the size of a file does not matter; the same files give
 * the same events in the same order.
 */
public final class Importer {
    private static final int ROWS_PER_REPORT = 500;

    private final Mapping mapping;
    private final EventSink sink;
    private final ImportOptions options;
    private final ImportListener listener;

    public Importer(Mapping mapping, EventSink sink, ImportOptions options, ImportListener listener) {
        this.mapping = mapping;
        this.sink = sink;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Imports files one after the other. All of them are opened and their headers checked before the first event is
     * sent.
     *
     * @throws ImportException if a file cannot be opened or lacks a column, or if the sink fails
     */
    public ImportResult run(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            bytes += check(file);
        }
        try (RejectsFile rejects = options.rejects().map(RejectsFile::new).orElse(null)) {
            Run run = new Run(rejects, bytes);
            for (Path file : files) {
                if (!run.read(file)) {
                    break;
                }
            }
            return run.result();
        }
    }

    /** The size of a file that can be read. */
    private long check(Path file) {
        try {
            InputFile.open(file, mapping).close();
            for (Path rejects : options.rejects().stream().toList()) {
                if (Files.exists(rejects) && Files.isSameFile(rejects, file)) {
                    throw new ImportException(file + " is to be read and to be the rejects file; name another one");
                }
            }
            return Files.size(file);
        } catch (IOException e) {
            throw new ImportException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private final class Run {
        private record Made(Topic topic, SpecificRecord event) {}

        private final RejectsFile rejects;
        private final Limits limits =
                new Limits(options.earliest(), options.clock().instant());
        private final long bytesTotal;
        private final Map<String, Long> events = new TreeMap<>();
        private final List<Made> made = new ArrayList<>();
        private long bytesBefore;
        private long rows;
        private long sent;
        private long skipped;
        private long badLines;
        private int cutShort;

        Run(RejectsFile rejects, long bytesTotal) {
            this.rejects = rejects;
            this.bytesTotal = bytesTotal;
            mapping.events().forEach(event -> events.put(event.topic().name(), 0L));
        }

        /** False if the import is to stop here. */
        boolean read(Path file) {
            String name = file.toString();
            try (InputFile open = InputFile.open(file, mapping)) {
                long number = 0;
                for (Parsed next; (next = next(open, name)) != null; ) {
                    rows++;
                    if (!take(next, ++number, file)) {
                        return false;
                    }
                    if (rows % ROWS_PER_REPORT == 0) {
                        report(name, open);
                    }
                }
                report(name, open);
                bytesBefore += open.bytesRead();
                return cutShort == 0 || !options.strict();
            } catch (IOException e) {
                throw new ImportException(name + " cannot be closed: " + e.getMessage(), e);
            }
        }

        /** Null at the end, and where the file turns out to be damaged. */
        private Parsed next(InputFile open, String name) {
            try {
                return open.next();
            } catch (IOException e) {
                cutShort++;
                bad(new BadLine(
                        name, open.lines() + 1, "", "the file is damaged or cut off here; the rest was not read"));
                return null;
            }
        }

        private boolean take(Parsed next, long number, Path file) {
            try {
                if (next instanceof Parsed.Unreadable unreadable) {
                    throw new BadValue(unreadable.reason());
                }
                make(new RowInFile((Row) next, number, shortName(file)));
                return true;
            } catch (BadValue e) {
                bad(new BadLine(file.toString(), next.line(), e.columns(), e.reason()));
                return !options.strict();
            }
        }

        /** All events of a row, or none. */
        private void make(RowInFile row) throws BadValue {
            made.clear();
            if (mapping.when().holds(row)) {
                for (EventMapping event : mapping.events()) {
                    if (event.when().holds(row)) {
                        made.add(new Made(event.topic(), event.maker().make(row, limits)));
                    }
                }
            }
            if (made.isEmpty()) {
                skipped++;
            }
            for (Made event : made) {
                sink.send(event.topic(), event.event());
                events.merge(event.topic().name(), 1L, Long::sum);
                sent++;
            }
        }

        private void bad(BadLine line) {
            badLines++;
            if (rejects != null) {
                rejects.write(line);
            }
            listener.onBadLine(line);
        }

        private void report(String name, InputFile open) {
            listener.onProgress(new ImportListener.Progress(
                    name, bytesBefore + open.bytesRead(), bytesTotal, rows, sent, badLines));
        }

        ImportResult result() {
            return new ImportResult(
                    rows,
                    skipped,
                    Map.copyOf(events),
                    badLines,
                    cutShort,
                    options.strict() && badLines > 0,
                    sink.flush());
        }
    }

    private static String shortName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }
}
