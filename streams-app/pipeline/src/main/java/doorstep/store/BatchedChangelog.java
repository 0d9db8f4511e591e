// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;

/**
 * In-memory rows with a changelog of batches: the rows that changed since the last commit are sent in batches of many,
 * because a record costs far more than a row.
 *
 * <p>Record: (segment, batch number) → rows. No two batches have the same key, so compaction alone would remove
 * nothing. A segment is stale once its batches hold more than twice the bytes of its rows. Then all of its rows are
 * rewritten in new batches, and tombstones delete the old ones, in one transaction; the first new batch is marked as
 * the beginning of the segment, so it does not matter which older ones compaction has left. Many segments become stale
 * at the same time, so a commit rewrites only some of them, those with the most stale bytes first.
 *
 * <p>A restore detects missing batches. In the changelog each batch of a segment follows the one before it, except
 * where compaction removed deleted batches: there the next one begins the segment. At the end of the changelog the
 * numbers must be those that the last commit left ({@link #end}), which the owner of the changelog stores elsewhere.
 */
public final class BatchedChangelog {
    /** First byte of each batch. */
    public static final int FORMAT = 4; // 1 had a record per row, 2 other segments, 3 other rows of windows

    private static final int KEY_BYTES = 1 + Long.BYTES;
    private static final int BEGINS = 1;
    /** Far below the broker's limit of 1 MB. */
    private static final int MAX_BATCH_BYTES = 256 << 10;
    /** Small segments are not worth rewriting. */
    private static final int MIN_STALE_BYTES = 8 << 10;
    /** Limit for the rows rewritten in one commit, or twice what it appends: a commit must take far less than 10 s. */
    private static final long REWRITTEN_BYTES = 4 << 20;

    /** Takes records; a null value is a tombstone for a batch. */
    public interface Receiver {
        void accept(byte[] key, byte[] value);
    }

    private static final ByteWriter NOTHING = new ByteWriter(0); // never written to

    private final RowTable rows;
    private final Segment[] segments = new Segment[RowTable.SEGMENTS];
    private long largestSent;

    private static final class Segment {
        ByteWriter batch = NOTHING; // latest changes
        int expected; // bytes of the next batch: about as many as the last commits appended
        final List<byte[]> full = new ArrayList<>(); // changes before those
        long first; // number of the first batch that is not deleted
        long next;
        long bytes; // of the batches that are not deleted
        boolean broken; // restore: a batch is missing, and no new beginning of the segment has followed
    }

    public BatchedChangelog(RowTable rows) {
        this.rows = rows;
        Arrays.setAll(segments, i -> new Segment());
    }

    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    /** @param value null deletes the row */
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
        Segment segment = segments[rows.segment(key)];
        add(segment, key, value);
    }

    /** Sends all changes since the last call, within the current transaction. */
    public void send(Receiver receiver) {
        long appended = 0;
        for (int number = 0; number < segments.length; number++) {
            long sent = send(number, receiver);
            Segment segment = segments[number];
            segment.expected = (int) Math.max(segment.expected / 2, Math.min(MAX_BATCH_BYTES, sent + sent / 8));
            appended += sent;
        }
        if (appended > 0) { // otherwise this is the second call before a commit
            long rewritten = rewriteStale(Math.max(REWRITTEN_BYTES, 2 * appended), receiver);
            largestSent = Math.max(largestSent, appended + rewritten);
        }
    }

    /** Bytes of batches sent in the largest transaction so far; restored batches do not count. */
    public long largestSent() {
        return largestSent;
    }

    /** @return the bytes sent */
    private long send(int number, Receiver receiver) {
        Segment segment = segments[number];
        seal(segment);
        long sent = 0;
        for (byte[] batch : segment.full) {
            sent += batch.length;
            receiver.accept(key(number, segment.next++), batch);
        }
        segment.full.clear();
        segment.bytes += sent;
        return sent;
    }

    /**
     * Rewrites at least one stale segment, and only whole segments: with a partial one, its other rows would be lost.
     */
    private long rewriteStale(long budget, Receiver receiver) {
        List<Integer> stale = IntStream.range(0, segments.length)
                .filter(number -> staleBytes(number) > rows.bytes(number) + MIN_STALE_BYTES)
                .boxed()
                .sorted(Comparator.comparingLong(this::staleBytes).reversed())
                .toList();
        long begun = 0;
        long sent = 0;
        for (int number : stale) {
            if (begun > 0 && begun + rows.bytes(number) > budget) {
                break;
            }
            begun += rows.bytes(number);
            sent += rewrite(number, receiver);
        }
        return sent;
    }

    private long staleBytes(int number) {
        return segments[number].bytes - rows.bytes(number);
    }

    private long rewrite(int number, Receiver receiver) {
        Segment segment = segments[number];
        long before = segment.next;
        segment.bytes = 0;
        begin(segment, BEGINS);
        rows.forEach(number, (key, value) -> add(segment, key, value));
        long sent = send(number, receiver);
        for (; segment.first < before; segment.first++) { // ascending, as restore expects
            receiver.accept(key(number, segment.first), null);
        }
        return sent;
    }

    private static void begin(Segment segment, int flags) {
        segment.batch = new ByteWriter(segment.expected).writeByte(FORMAT).writeByte(flags);
    }

    private static void add(Segment segment, Bytes key, byte[] value) {
        if (segment.batch.size() == 0) {
            begin(segment, 0);
        }
        byte[] bytes = key.get();
        segment.batch.writeVarint(bytes.length).writeBytes(bytes);
        if (value == null) {
            segment.batch.writeVarint(0);
        } else {
            segment.batch.writeVarint(value.length + 1L).writeBytes(value);
        }
        if (segment.batch.size() >= MAX_BATCH_BYTES) {
            seal(segment);
        }
    }

    private static void seal(Segment segment) {
        if (segment.batch.size() > 0) {
            segment.full.add(segment.batch.toBytes());
            segment.batch = NOTHING; // not reused: every segment would keep the size of its largest commit
        }
    }

    private static byte[] key(int segment, long number) {
        return new ByteWriter(KEY_BYTES)
                .writeByte(segment)
                .writeSortable(number)
                .toBytes();
    }

    /** Whether a record has this format. */
    public static boolean isBatch(byte[] key, byte[] value) {
        return key.length == KEY_BYTES && (value == null || value[0] == FORMAT);
    }

    /** Whether a record is the first batch of a rewritten segment. */
    public static boolean begins(byte[] key, byte[] value) {
        return isBatch(key, value) && value != null && value[1] == BEGINS;
    }

    /**
     * Restores a record of the changelog. Records come in the order in which they were sent; deleted ones may be
     * missing.
     */
    public void restore(byte[] key, byte[] value) {
        if (!isBatch(key, value)) {
            throw new IllegalArgumentException("a record of another format; this version reads " + FORMAT);
        }
        if (value == null) {
            return; // a deleted batch: the segment has been rewritten since
        }
        ByteReader in = new ByteReader(key);
        int number = in.readByte();
        long batch = in.readSortable();
        Segment segment = segments[number];
        boolean begins = value[1] == BEGINS;
        if (begins || segment.first == segment.next) {
            segment.first = batch;
        }
        segment.broken = !begins && (segment.broken || batch != segment.next);
        segment.next = batch + 1;
        restoreRows(number, value);
    }

    /** Whether the restore found that batches are missing. */
    public boolean isBroken() {
        return Arrays.stream(segments).anyMatch(segment -> segment.broken);
    }

    /** The number of the next batch of each segment; empty if nothing was ever written. */
    public byte[] end() {
        ByteWriter out = new ByteWriter(segments.length);
        int used = segments.length;
        while (used > 0 && segments[used - 1].next == 0) {
            used--;
        }
        for (int number = 0; number < used; number++) {
            out.writeVarint(segments[number].next);
        }
        return out.toBytes();
    }

    private void restoreRows(int number, byte[] value) {
        Segment segment = segments[number];
        if (value[1] == BEGINS) {
            rows.clear(number);
            segment.bytes = 0;
        }
        segment.bytes += value.length;
        ByteReader in = new ByteReader(value, 2);
        while (in.hasMore()) {
            int keyLength = in.readInt();
            int keyAt = in.advance(keyLength);
            int length = in.readInt() - 1;
            if (length < 0) {
                rows.remove(Bytes.wrap(Arrays.copyOfRange(value, keyAt, keyAt + keyLength)));
            } else {
                rows.put(value, keyAt, keyLength, in.advance(length), length);
            }
        }
    }

    /** Bytes of batches that are not deleted. */
    public long bytes() {
        return Arrays.stream(segments).mapToLong(segment -> segment.bytes).sum();
    }
}
