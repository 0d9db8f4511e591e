// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.avro.Progress;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * What is left to do until the figures contain everything that the input topics held at one moment: read records, take
 * delta batches and links, advance the windows to as-of, send rows.
 *
 * @param unread records, or offsets that no row of progress covers yet
 * @param underWay delta batches that the windows have not taken, and link records that the commitments have not
 * @param behind partitions of the windows whose as-of is earlier than the wanted one
 * @param unsent rows
 */
public record Completion(long unread, long underWay, int behind, long unsent) {
    static final String COMMITMENTS = "commitments";

    /**
     * @param rows the latest rows of {@code doorstep.progress}
     * @param ends end offsets of the input partitions; a partition without records is left out
     * @param asOf the as-of that the windows must have reached
     */
    public static Completion of(Collection<Progress> rows, Map<TopicPartition, Long> ends, Instant asOf) {
        long unread = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            unread += Math.max(0, end.getValue() - nextOffset(end.getKey(), rows));
        }
        long underWay = 0;
        int behind = 0;
        long unsent = 0;
        for (Progress row : rows) {
            if (row.getPart().equals(Topics.WINDOWS_PART)) {
                behind += row.getAsOf().isBefore(asOf) ? 1 : 0;
                unsent += row.getUnsent();
            } else {
                underWay += deltaBatchesUnderWay(row, rows) + linksUnderWay(row, rows);
            }
        }
        return new Completion(unread, underWay, behind, unsent);
    }

    public boolean isComplete() {
        return unread == 0 && underWay == 0 && behind == 0 && unsent == 0;
    }

    /** The offset of the next record to read in an input partition; 0 if no row covers it. */
    static long nextOffset(TopicPartition partition, Collection<Progress> rows) {
        return rowOf(partition, rows).map(Progress::getNextOffset).orElse(0L);
    }

    /** The row of an input partition. A part of the pipeline has its input topic's name, without the prefix. */
    public static Optional<Progress> rowOf(TopicPartition partition, Collection<Progress> rows) {
        return rows.stream()
                .filter(row -> row.getPartition() == partition.partition()
                        && partition.topic().endsWith("." + row.getPart()))
                .findFirst();
    }

    private static long deltaBatchesUnderWay(Progress sender, Collection<Progress> rows) {
        return underWay(
                sender, sender.getDeltaBatchesSent(), Topics.WINDOWS_PART, Progress::getDeltaBatchesTaken, rows);
    }

    private static long linksUnderWay(Progress sender, Collection<Progress> rows) {
        return sender.getLinksSent() == null
                ? 0
                : underWay(sender, sender.getLinksSent(), COMMITMENTS, Progress::getLinksTaken, rows);
    }

    /** Also counts partitions that took more than the sender's row says: that row is not the latest. */
    private static long underWay(
            Progress sender,
            List<Long> numbers,
            String receiver,
            Function<Progress, Map<String, Long>> lastTaken,
            Collection<Progress> rows) {
        long underWay = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int target = i;
            long taken = rows.stream()
                    .filter(row -> row.getPart().equals(receiver) && row.getPartition() == target)
                    .map(row -> lastTaken.apply(row).getOrDefault(name(sender), 0L))
                    .findFirst()
                    .orElse(0L);
            underWay += Math.abs(numbers.get(target) - taken);
        }
        return underWay;
    }

    /** The name of a sending task, as its receivers use it. */
    static String name(Progress input) {
        return input.getPart() + "/" + input.getPartition();
    }

    @Override
    public String toString() {
        if (isComplete()) {
            return "complete";
        }
        List<String> parts = new ArrayList<>();
        add(parts, unread, "records to read");
        add(parts, underWay, "delta batches under way");
        add(parts, behind, "partitions behind as-of");
        add(parts, unsent, "rows to send");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count != 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
