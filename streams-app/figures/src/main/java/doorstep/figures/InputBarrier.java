// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.avro.Progress;
import doorstep.wire.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A barrier across the input topics, which detects when everything before it is in the rows. It does not wait for later
 * records, so it completes under any load, unlike {@link Completion}.
 *
 * <p>A row of {@code doorstep.progress} is committed together with the work it describes. So the barrier waits in three
 * steps: until all inputs are read up to it; until the commitments have taken the links sent by then; until the windows
 * have taken the delta batches sent by then, and sent all of their rows. An event later than as-of is done once it is
 * taken: it counts when as-of reaches it. Not thread-safe.
 */
public final class InputBarrier {
    /** Looks up the records between two offsets of an input partition. */
    @FunctionalInterface
    public interface Log {
        /** @return false if there are only transaction markers and aborted records */
        boolean holdsRecords(TopicPartition partition, long from, long end);
    }

    private final Map<TopicPartition, Long> ends;
    private final Log log;
    /**
     * By sender, the sequence number sent to each receiver: links when all was read; delta batches when all links were
     * taken.
     */
    private Optional<Map<String, List<Long>>> links = Optional.empty();

    private Optional<Map<String, List<Long>>> deltaBatches = Optional.empty();

    /** @param ends end offsets of the input partitions at the barrier; a partition without records is left out */
    public InputBarrier(Map<TopicPartition, Long> ends, Log log) {
        this.ends = Map.copyOf(ends);
        this.log = log;
    }

    /**
     * What is left to do for the records before the barrier.
     *
     * @param rows the latest rows of {@code doorstep.progress}; never older than those of the previous call
     */
    public Completion left(Collection<Progress> rows) {
        Map<String, List<Long>> linksNow = numbers(rows, Progress::getLinksSent);
        Map<String, List<Long>> deltaBatchesNow = numbers(rows, Progress::getDeltaBatchesSent);
        if (wentBack(links, linksNow)
                || wentBack(deltaBatches, deltaBatchesNow)) { // a rebuild starts counting from the beginning
            links = Optional.empty();
            deltaBatches = Optional.empty();
        }
        if (links.isEmpty()) {
            long unread = unread(rows);
            if (unread > 0) {
                return new Completion(unread, 0, 0, 0);
            }
            links = Optional.of(linksNow);
        }
        if (deltaBatches.isEmpty()) {
            long underWay = missing(links.get(), Completion.COMMITMENTS, Progress::getLinksTaken, rows);
            if (underWay > 0) {
                return new Completion(0, underWay, 0, 0);
            }
            deltaBatches = Optional.of(deltaBatchesNow);
        }
        long underWay = missing(deltaBatches.get(), Topics.WINDOWS_PART, Progress::getDeltaBatchesTaken, rows);
        boolean allSent = missing(deltaBatches.get(), Topics.WINDOWS_PART, Progress::getDeltaBatchesEmitted, rows) == 0;
        return new Completion(0, underWay, 0, underWay > 0 || allSent ? 0 : unsent(rows));
    }

    private long unread(Collection<Progress> rows) {
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    long next = Completion.nextOffset(end.getKey(), rows);
                    return log.holdsRecords(end.getKey(), next, end.getValue()) ? end.getValue() - next : 0;
                })
                .sum();
    }

    /** At least 1, because rows may have been sent by a transaction that is not visible yet. */
    private static long unsent(Collection<Progress> rows) {
        return Math.max(
                1,
                rows.stream()
                        .filter(row -> row.getUnsent() != null)
                        .mapToLong(Progress::getUnsent)
                        .sum());
    }

    private static Map<String, List<Long>> numbers(
            Collection<Progress> rows, Function<Progress, List<Long>> byReceiver) {
        return rows.stream()
                .filter(row -> byReceiver.apply(row) != null)
                .collect(Collectors.toMap(Completion::name, byReceiver));
    }

    private static boolean wentBack(Optional<Map<String, List<Long>>> before, Map<String, List<Long>> now) {
        return before.stream()
                .flatMap(it -> it.entrySet().stream())
                .anyMatch(it -> isBelow(now.getOrDefault(it.getKey(), List.of()), it.getValue()));
    }

    private static boolean isBelow(List<Long> now, List<Long> before) {
        for (int i = 0; i < before.size(); i++) {
            if (i >= now.size() || now.get(i) < before.get(i)) {
                return true;
            }
        }
        return false;
    }

    /** The number of batches sent that the receivers have not processed. */
    private static long missing(
            Map<String, List<Long>> sent,
            String receiver,
            Function<Progress, Map<String, Long>> dealtWith,
            Collection<Progress> rows) {
        long missing = 0;
        for (Map.Entry<String, List<Long>> sender : sent.entrySet()) {
            for (int target = 0; target < sender.getValue().size(); target++) {
                missing += Math.max(
                        0, sender.getValue().get(target) - number(sender.getKey(), receiver, target, dealtWith, rows));
            }
        }
        return missing;
    }

    private static long number(
            String sender,
            String receiver,
            int partition,
            Function<Progress, Map<String, Long>> dealtWith,
            Collection<Progress> rows) {
        return rows.stream()
                .filter(row -> row.getPart().equals(receiver) && row.getPartition() == partition)
                .flatMap(row -> Optional.ofNullable(dealtWith.apply(row)).stream())
                .mapToLong(numbers -> numbers.getOrDefault(sender, 0L))
                .findFirst()
                .orElse(0);
    }
}
