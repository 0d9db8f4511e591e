package doorstep.store;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * Rows in the heap and the log that they are read back from: what changed since the last commit goes there in batches
 * of many rows, for a record costs far more than a row.
 *
 * <p>Record: (segment, number of the batch) → rows. No two batches share a key, so compaction alone would shrink
 * nothing. Once a segment's batches hold more than twice the bytes of its rows, all of its rows are written anew in
 * batches of their own, and the ones before are taken back, in one transaction; the first new one says that the segment
 * begins with it, so that it does not matter how much compaction has left of those before.
 */
public final class PackedLog {
    /** Of the first byte of each batch. */
    public static final int FORMAT = 2; // 1 had a record for each row
    private static final int KEY_BYTES = 1 + Long.BYTES;
    private static final int BEGINS = 1;
    /** Far below the broker's limit of 1 MB. */
    private static final int MAX_BATCH_BYTES = 256 << 10;
    /** Little logs are not worth writing anew. */
    private static final int MIN_STALE_BYTES = 16 << 10;

    /** Takes records: a null value takes a batch back. */
    public interface Receiver {
        void accept(byte[] key, byte[] value);
    }

    private final Rows rows;
    private final Segment[] segments = new Segment[Rows.SEGMENTS];

    private static final class Segment {
        ByteWriter batch = new ByteWriter(0); // what changed last
        final List<byte[]> full = new ArrayList<>(); // what changed before that
        long first; // number of the first batch that was not taken back
        long next;
        long bytes; // of those batches
    }

    public PackedLog(Rows rows) {
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
        Segment segment = segments[Rows.segmentOf(key.get())];
        add(segment, key, value);
    }

    /** Everything since the last call, to be sent in the transaction that it belongs to. */
    public void send(Receiver receiver) {
        for (int number = 0; number < segments.length; number++) {
            Segment segment = segments[number];
            if (segment.batch.size() > 0 || !segment.full.isEmpty()) {
                send(number, receiver);
                if (segment.bytes > 2 * rows.bytes(number) + MIN_STALE_BYTES) {
                    rewrite(number, receiver);
                }
            }
        }
    }

    private void send(int number, Receiver receiver) {
        Segment segment = segments[number];
        seal(segment);
        for (byte[] batch : segment.full) {
            segment.bytes += batch.length;
            receiver.accept(key(number, segment.next++), batch);
        }
        segment.full.clear();
    }

    private void rewrite(int number, Receiver receiver) {
        Segment segment = segments[number];
        long before = segment.next;
        segment.bytes = 0;
        begin(segment, BEGINS);
        rows.forEach(number, (key, value) -> add(segment, key, value));
        send(number, receiver);
        for (; segment.first < before; segment.first++) { // in this order: see restore
            receiver.accept(key(number, segment.first), null);
        }
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
     * back may be missing, from the oldest on.
     */
    public void restore(byte[] key, byte[] value) {
        if (!isBatch(key, value)) {
            throw new IllegalArgumentException("a record of another format; this version reads " + FORMAT);
        }
        ByteReader in = new ByteReader(key);
        int number = in.readByte();
        long batch = in.readSortable();
        Segment segment = segments[number];
        if (value == null) {
            segment.first = Math.max(segment.first, batch + 1);
            segment.next = Math.max(segment.next, batch + 1);
            return;
        }
        if (segment.first == segment.next) {
            segment.first = batch;
        }
        segment.next = batch + 1;
        restoreRows(number, value);
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
