// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.settings.PublishedSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;

/**
 * Model of one partition with everything that a broker does to it: interleaved transactions, markers, aborts, deletion
 * from the start, truncation followed by growth under another leader; and the group's committed offset.
 */
final class ModelLog implements LogInspector {
    private enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private static final class Transaction {
        private State state = State.OPEN;
        private boolean wasAborted;

        void end(boolean commits) {
            state = commits && !wasAborted ? State.COMMITTED : State.ABORTED;
            wasAborted = state == State.ABORTED;
        }
    }

    /** @param number of a record; 0 for a marker */
    record Item(long offset, int number, int epoch, Transaction transaction) {
        boolean isMarker() {
            return number == 0;
        }
    }

    private final List<Item> items = new ArrayList<>();
    private final List<Transaction> open = new ArrayList<>();
    private int numbers;
    private int epoch;
    private long start;
    private long end;
    private OptionalLong committed = OptionalLong.empty();
    /** Committed records that were deleted from the start. */
    private final List<Item> deleted = new ArrayList<>();
    /** The end offset after each truncation. The leader epoch after it is its index plus one. */
    private final List<Long> truncations = new ArrayList<>();

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    int epoch() {
        return epoch;
    }

    List<Item> deleted() {
        return deleted;
    }

    void commit(OptionalLong offset) {
        committed = offset;
    }

    OptionalLong committed() {
        return committed;
    }

    /** A random action of a producer or of the transaction coordinator. */
    void write(Random random) {
        int what = random.nextInt(10);
        if (what < 4 || open.isEmpty() && what > 6) {
            Transaction done = new Transaction();
            done.end(true);
            append(++numbers, done);
        } else if (what < 7) {
            if (open.isEmpty() || random.nextBoolean()) {
                open.add(new Transaction());
            }
            append(++numbers, open.get(random.nextInt(open.size())));
        } else {
            Transaction ends = open.remove(random.nextInt(open.size()));
            ends.end(random.nextBoolean());
            append(0, ends);
        }
    }

    private void append(int number, Transaction transaction) {
        items.add(new Item(end, number, epoch, transaction));
        end++;
    }

    /** Ends all open transactions, so that everything can be read. */
    void settle() {
        while (!open.isEmpty()) {
            Transaction ends = open.remove(0);
            ends.end(true);
            append(0, ends);
        }
    }

    void deleteBefore(long offset) {
        start = Math.max(start, offset);
        items.removeIf(item -> {
            boolean goes = item.offset() < start;
            if (goes && isReadable(item)) {
                deleted.add(item);
            }
            return goes;
        });
    }

    /**
     * Truncates the log, as an unclean leader election or a power cut does. A transaction that loses its marker is open
     * again; one that was aborted can then only be aborted again.
     */
    void truncate(long to) {
        for (Item item : items) {
            if (item.offset() >= to && item.isMarker() && items.stream().anyMatch(it -> isBefore(it, to, item))) {
                item.transaction().state = State.OPEN;
                open.add(item.transaction());
            }
        }
        items.removeIf(item -> item.offset() >= to);
        open.removeIf(it -> items.stream().noneMatch(item -> item.transaction() == it));
        deleted.removeIf(item -> item.offset() >= to);
        end = to;
        epoch++;
        truncations.add(to);
    }

    private static boolean isBefore(Item item, long to, Item marker) {
        return item.transaction() == marker.transaction() && item.offset() < to;
    }

    /** Whether a consumer would be told that its position was truncated away, if its last record had this epoch. */
    boolean isTruncatedBelow(long position, int since) {
        return truncations.subList(since, truncations.size()).stream().anyMatch(to -> to < position);
    }

    private static boolean isReadable(Item item) {
        return !item.isMarker() && item.transaction().state == State.COMMITTED;
    }

    /** The last stable offset: the first record of an open transaction, or the end. */
    long stableEnd() {
        return items.stream()
                .filter(item -> item.transaction().state == State.OPEN)
                .mapToLong(Item::offset)
                .min()
                .orElse(end);
    }

    /** The records that a consumer can read from an offset on. */
    List<Item> readable(long from) {
        long stable = stableEnd();
        return items.stream()
                .filter(item -> item.offset() >= from && item.offset() < stable && isReadable(item))
                .toList();
    }

    TreeSet<Integer> numbersBetween(long from, long before) {
        TreeSet<Integer> found = new TreeSet<>();
        readable(from).stream().filter(item -> item.offset() < before).forEach(item -> found.add(item.number()));
        return found;
    }

    @Override
    public Log log(String topic, int partition) {
        return new Log("id", start, end);
    }

    @Override
    public OptionalLong committed(String topic, int partition) {
        return committed;
    }

    @Override
    public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
        return readable(from).stream()
                .findFirst()
                .filter(item -> item.offset() < before)
                .map(item -> new Committed(item.offset(), OptionalInt.of(item.epoch())));
    }

    @Override
    public PublishedSettings settings() {
        return PublishedSettings.NONE;
    }
}
