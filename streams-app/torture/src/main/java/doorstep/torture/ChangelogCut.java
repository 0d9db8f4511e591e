// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Cuts the tail off a changelog partition in the log files of a stopped broker, as a power cut does (Kafka does not
 * fsync). It removes whole transactions, at least one of them committed. The files that the broker derives from the log
 * are deleted too, and the broker rebuilds them.
 */
final class ChangelogCut {
    private static final Pattern CHANGELOG = Pattern.compile(".+-changelog-[0-9]+");

    /**
     * @param partition topic and partition, as the broker names its directory
     * @param offset the log end offset after the cut
     * @param lost number of committed transactions that were cut off
     */
    record Cut(String partition, long offset, int lost) {
        @Override
        public String toString() {
            return partition + " cut to " + offset + ", " + lost + " committed transactions lost";
        }
    }

    /**
     * A position in the log at which no transaction is open.
     *
     * @param commits number of transactions committed before it
     */
    private record Boundary(int segment, int bytes, long offset, int commits) {}

    private final Path dir;
    private final List<Path> segments;
    private final List<Boundary> boundaries = new ArrayList<>();
    private final Set<Long> open = new HashSet<>(); // producers with undecided records
    private int commits;

    private ChangelogCut(Path dir) throws IOException {
        this.dir = dir;
        segments = files(dir, ".log");
        for (int i = 0; i < segments.size(); i++) {
            read(i);
        }
    }

    /**
     * Cuts a random changelog that can be cut.
     *
     * @param logs the log directory, with a subdirectory for each partition
     * @return empty if no changelog holds two transactions
     */
    static Optional<Cut> cut(Path logs, SplittableRandom dice) {
        try (Stream<Path> dirs = Files.list(logs)) {
            List<Path> changelogs = new ArrayList<>(dirs.filter(dir ->
                            CHANGELOG.matcher(dir.getFileName().toString()).matches())
                    .sorted()
                    .toList());
            while (!changelogs.isEmpty()) {
                Optional<Cut> cut = new ChangelogCut(changelogs.remove(dice.nextInt(changelogs.size()))).cut(dice);
                if (cut.isPresent()) {
                    return cut;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot cut a changelog in " + logs, e);
        }
    }

    private static List<Path> files(Path dir, String ending) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private void read(int segment) throws IOException {
        try (FileRecords log = FileRecords.open(segments.get(segment).toFile(), false)) {
            int bytes = 0;
            for (FileChannelRecordBatch batch : log.batches()) {
                bytes += batch.sizeInBytes();
                if (batch.isControlBatch()) {
                    if (open.remove(batch.producerId()) && isCommit(batch)) {
                        commits++;
                    }
                } else if (batch.iterator().hasNext()) { // the cleaner leaves empty batches behind
                    open.add(batch.producerId());
                }
                if (open.isEmpty()) {
                    boundaries.add(new Boundary(segment, bytes, batch.nextOffset(), commits));
                }
            }
        }
    }

    private static boolean isCommit(RecordBatch batch) {
        var records = batch.iterator();
        return records.hasNext() && ControlRecordType.parse(records.next().key()) == ControlRecordType.COMMIT;
    }

    /** Cuts off half of the transactions at most. */
    private Optional<Cut> cut(SplittableRandom dice) throws IOException {
        List<Boundary> candidates = boundaries.stream()
                .filter(it -> it.commits() < commits && it.commits() >= commits / 2 && it.commits() > 0)
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Boundary boundary = candidates.get(dice.nextInt(candidates.size()));
        cutAt(boundary);
        return Optional.of(new Cut(dir.getFileName().toString(), boundary.offset(), commits - boundary.commits()));
    }

    private void cutAt(Boundary end) throws IOException {
        for (int i = end.segment() + 1; i < segments.size(); i++) {
            Files.delete(segments.get(i));
        }
        try (FileChannel log = FileChannel.open(segments.get(end.segment()), StandardOpenOption.WRITE)) {
            log.truncate(end.bytes());
        }
        for (String ending : List.of(".index", ".timeindex", ".txnindex", ".snapshot")) {
            for (Path file : files(dir, ending)) {
                Files.delete(file);
            }
        }
    }
}
