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
 * Rows in the heap and the log that they are read back from: what changed since the last commit goes there in batches
 * of many rows, for a record costs far more than a row.
 *
 * <p>Record: (segment, number of the batch) → rows. No two batches share a key, so compaction alone would shrink
 * nothing. Once a segment's batches hold more than twice the bytes of its rows, it is stale: all of its rows are rewritten
 * in batches of their own, and the ones before are taken back, in one transaction; the first new one says that the segment
 * begins with it, so that it does not matter how much compaction has left of those before. Segments become stale at the
 * same time, so a commit rewrites some of them, those with the most stale bytes first.
 *
 * <p>A restore tells whether a batch is missing. Within the log each follows the one before it, but where compaction took
 * those that were taken back: there the next one is the beginning of the segment. At its end the numbers must be those
 * that the last commit left ({@link #end}), which whoever owns the log keeps elsewhere.
 */
public final class BatchedChangelog {
    /** Of the first byte of each batch. */
    public static final int FORMAT = 3; // 1 had a record for each row, 2 other segments

    private static final int KEY_BYTES = 1 + Long.BYTES;
    private static final int BEGINS = 1;
    /** Far below the broker's limit of 1 MB. */
    private static final int MAX_BATCH_BYTES = 256 << 10;
    /** Little logs are not worth rewriting. */
    private static final int MIN_STALE_BYTES = 8 << 10;
    /** Of the rows of segments that a commit rewrites, or twice what it appends: it must end far within 10 s. */
    private static final long REWRITTEN_BYTES = 4 << 20;

    /** Takes records: a null value takes a batch back. */
    public interface Receiver {
        void accept(byte[] key, byte[] value);
    }

    private final RowTable rows;
    private final Segment[] segments = new Segment[RowTable.SEGMENTS];
    private long largestSent;

    private static final class Segment {
        ByteWriter batch = new ByteWriter(0); // what changed last
        final List<byte[]> full = new ArrayList<>(); // what changed before that
        long first; // number of the first batch that was not taken back
        long next;
        long bytes; // of those batches
        boolean broken; // in a restore: a batch is missing, and the segment has not begun since
    }

    public BatchedChangelog(RowTable rows) {
        this.rows = rows;
        Arrays.setAll(segments, i -> new Segment());
    }

    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    /** @param value null: the row leaves */
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            rows.remove(key);
        } else {
            rows.put(key, value);
        }
        Segment segment = segments[rows.segment(key)];
        add(segment, key, value);
    }

    /** Everything since the last call, to be sent in the transaction that it belongs to. */
    public void send(Receiver receiver) {
        long appended = 0;
        for (int number = 0; number < segments.length; number++) {
            appended += send(number, receiver);
        }
        if (appended > 0) { // else it is the second call before a commit
            long rewritten = rewriteStale(Math.max(REWRITTEN_BYTES, 2 * appended), receiver);
            largestSent = Math.max(largestSent, appended + rewritten);
        }
    }

    /** Bytes of batches in the largest transaction so far; what was restored is none. */
    public long largestSent() {
        return largestSent;
    }

    /** @return bytes */
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

    /** At least one of those that are stale, and a segment as a whole: without its second half, the rest would be lost. */
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
        for (; segment.first < before; segment.first++) { // in this order: see restore
            receiver.accept(key(number, segment.first), null);
        }
        return sent;
    }

    private static void begin(Segment segment, int flags) {
        segment.batch.writeByte(FORMAT).writeByte(flags);
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
            segment.batch = new ByteWriter(0); // not kept: after one large commit every segment would hold its size
        }
    }

    private static byte[] key(int segment, long number) {
        return new ByteWriter(KEY_BYTES)
                .writeByte(segment)
                .writeSortable(number)
                .toBytes();
    }

    /** Whether a record is of this format. */
    public static boolean isBatch(byte[] key, byte[] value) {
        return key.length == KEY_BYTES && (value == null || value[0] == FORMAT);
    }

    /** Whether a record is the first of a segment that is written anew. */
    public static boolean begins(byte[] key, byte[] value) {
        return isBatch(key, value) && value != null && value[1] == BEGINS;
    }

    /**
     * Takes back what a record of the log holds. They come in the order in which they were sent; some that were taken
     * back may be missing.
     */
    public void restore(byte[] key, byte[] value) {
        if (!isBatch(key, value)) {
            throw new IllegalArgumentException("a record of another format; this version reads " + FORMAT);
        }
        if (value == null) {
            return; // the segment has begun since
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

    /** Whether a batch is missing in what was restored. */
    public boolean isBroken() {
        return Arrays.stream(segments).anyMatch(segment -> segment.broken);
    }

    /** The number of the next batch of each segment; empty if there was none. */
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

    /** Batches that were not taken back: bytes. */
    public long bytes() {
        return Arrays.stream(segments).mapToLong(segment -> segment.bytes).sum();
    }
}
