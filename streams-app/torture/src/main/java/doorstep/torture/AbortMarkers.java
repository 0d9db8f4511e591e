// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * Counts transactions that were aborted after they had written delta batches. It reads the broker's log files, because
 * clients never see the markers. The topics are purged and their segments deleted, so call {@link #look} often. Not
 * thread-safe.
 */
final class AbortMarkers {
    private final Path logs;
    private final Map<Path, Integer> read = new HashMap<>(); // bytes read of each segment
    private final Map<String, Long> open = new HashMap<>(); // records since the last marker, by partition and producer
    private long markers;
    private long records;

    /** @param logs the log directory, with a subdirectory for each partition */
    AbortMarkers(Path logs) {
        this.logs = logs;
    }

    /** Reads what has been written since the last call. */
    void look() {
        try (Stream<Path> dirs = Files.list(logs)) {
            for (Path dir : dirs.filter(AbortMarkers::isOfDeltaBatches).sorted().toList()) {
                for (Path segment : segments(dir)) {
                    readOn(segment, dir.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the broker's files in " + logs, e);
        }
    }

    private static boolean isOfDeltaBatches(Path dir) {
        String name = dir.getFileName().toString();
        return WriteWatch.DELTA_BATCHES.stream().anyMatch(topic -> name.contains(topic + "-"))
                && !name.endsWith("-delete");
    }

    private static List<Path> segments(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private void readOn(Path segment, String partition) throws IOException {
        int from = read.getOrDefault(segment, 0);
        try (FileRecords log = FileRecords.open(segment.toFile(), false)) {
            int position = from;
            for (RecordBatch batch : log.batchesFrom(from)) {
                count(batch, partition + " " + batch.producerId());
                position += batch.sizeInBytes();
            }
            read.put(segment, position);
        } catch (NoSuchFileException e) {
            // purged in the meantime
        }
    }

    private void count(RecordBatch batch, String producer) {
        if (!batch.isControlBatch()) {
            open.merge(producer, (long) batch.countOrNull(), Long::sum);
            return;
        }
        long since = open.getOrDefault(producer, 0L);
        open.remove(producer);
        for (Record marker : batch) {
            if (ControlRecordType.parse(marker.key()) == ControlRecordType.ABORT && since > 0) {
                markers++;
                records += since;
            }
        }
    }

    /** Forgets all read positions: the topics have been deleted and created again. */
    void startOver() {
        read.clear();
        open.clear();
    }

    /** Number of aborted transactions; a transaction counts once in each of its partitions. */
    long markers() {
        return markers;
    }

    /** Delta batches in the aborted transactions; the pipeline has written all of them again. */
    long records() {
        return records;
    }
}
