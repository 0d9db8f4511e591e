// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Imports files and streams as events. Reads row by row and keeps nothing, so that file sizes do not matter; the same
 * files give the same events in the same order.
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
     * Imports files and streams ({@code -} is standard input) one after the other. All files are opened and their
     * headers checked before the first event is sent; a stream is opened, once, when its turn comes.
     *
     * @throws ImportException if one cannot be opened or lacks a column, or if the sink fails
     */
    public ImportResult run(List<Path> paths) {
        List<RowSource> sources = paths.stream().map(RowSource::new).toList();
        OptionalLong bytes = OptionalLong.of(0);
        for (int i = 0; i < sources.size(); i++) {
            OptionalLong size = check(sources.get(i), sources.subList(0, i));
            bytes = bytes.isPresent() && size.isPresent()
                    ? OptionalLong.of(bytes.getAsLong() + size.getAsLong())
                    : OptionalLong.empty();
        }
        try (RejectsFile rejects = options.rejects().map(RejectsFile::new).orElse(null)) {
            Run run = new Run(rejects, bytes);
            for (RowSource source : sources) {
                if (!run.read(source)) {
                    break;
                }
            }
            return run.result();
        }
    }

    /**
     * Checks that a file can be read and returns its size; empty for a stream, which is not opened until its turn
     * comes.
     */
    private OptionalLong check(RowSource source, List<RowSource> before) {
        try {
            for (Path rejects : options.rejects().stream().toList()) {
                if (source.isSame(rejects)) {
                    throw new ImportException(
                            source.name() + " is both an input file and the rejects file; name another rejects file");
                }
            }
            for (RowSource other : before) {
                if (source.sharesStream(other)) {
                    throw new ImportException(source.name() + " is named twice, and a stream can be read only once");
                }
            }
            if (!source.isStream()) {
                InputFile.open(source, mapping).close();
            }
            return source.size();
        } catch (IOException e) {
            throw new ImportException(source.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private final class Run {
        private record Ready(Topic topic, EventMaker.Made made) {}

        private final RejectsFile rejects;
        private final PipelineLimits limits =
                new PipelineLimits(options.earliest(), options.clock().instant());
        private final OptionalLong bytesTotal;
        private final Map<Topic, Long> events = new HashMap<>();
        private final List<Ready> ready = new ArrayList<>();
        private long bytesBefore;
        private long rows;
        private long sent;
        private long skipped;
        private long clamped;
        private long badLines;
        private int cutShort;

        Run(RejectsFile rejects, OptionalLong bytesTotal) {
            this.rejects = rejects;
            this.bytesTotal = bytesTotal;
            mapping.events().forEach(event -> events.put(event.topic(), 0L));
        }

        /** Imports one source; false if the import is to stop here. */
        boolean read(RowSource source) {
            String name = source.name();
            try (InputFile open = InputFile.open(source, mapping)) {
                long number = 0;
                for (ParsedRow next; (next = next(open, name)) != null; ) {
                    rows++;
                    if (!take(next, ++number, source)) {
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

        /** The next row; null at the end and where the file is damaged. */
        private ParsedRow next(InputFile open, String name) {
            try {
                return open.next();
            } catch (IOException e) {
                cutShort++;
                bad(new BadLine(
                        name, open.lines() + 1, "", "the file is damaged or cut off here; the rest was not read"));
                return null;
            }
        }

        private boolean take(ParsedRow next, long number, RowSource source) {
            try {
                if (next instanceof ParsedRow.Unreadable unreadable) {
                    throw new BadValue(unreadable.reason());
                }
                make(new RowInFile((Row) next, number, source));
                return true;
            } catch (BadValue e) {
                bad(new BadLine(source.name(), next.line(), e.columns(), e.reason()));
                return !options.strict();
            }
        }

        /** Sends all events of a row, or none if one of them is bad. */
        private void make(RowInFile row) throws BadValue {
            ready.clear();
            if (mapping.when().holds(row)) {
                for (EventMapping event : mapping.events()) {
                    if (event.when().holds(row)) {
                        ready.add(new Ready(event.topic(), event.maker().make(row, limits)));
                    }
                }
            }
            if (ready.isEmpty()) {
                skipped++;
            }
            for (Ready event : ready) {
                sink.send(event.topic(), event.made().event());
                clamped += event.made().clamped();
                events.merge(event.topic(), 1L, Long::sum);
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
                    clamped,
                    badLines,
                    cutShort,
                    options.strict() && badLines > 0,
                    sink.flush());
        }
    }
}
