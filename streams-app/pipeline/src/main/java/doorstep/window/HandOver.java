package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.tally.Cell;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * What one sender tells one partition of the windows: packed changes of many cells. The first byte is the version of
 * the format.
 *
 * @param sender {@code part/partition}
 * @param number counts a sender's hand-overs to this partition: 1, 2, 3…
 * @param asOf the as-of that times were coarsened against, minutes
 * @param changes each cell and time at most once
 */
record HandOver(String sender, long number, long asOf, List<Change> changes) {
    private static final int FORMAT = 1;

    /** What is to be added to a cell at a time. */
    record Change(EventTime time, Cell cell, Tally tally) {}

    /** Packs changes until they are large enough for a record. */
    static final class Packer {
        private final ByteWriter out = new ByteWriter(1 << 12);

        void add(EventTime time, Cell cell, Tally tally) {
            time.writeTo(out);
            cell.writeTo(out);
            tally.writeTo(out);
        }

        int size() {
            return out.size();
        }

        byte[] seal(String sender, long number, long asOf) {
            ByteWriter record = new ByteWriter(out.size() + 64);
            record.writeByte(FORMAT).writeString(sender).writeVarint(number).writeZigzag(asOf);
            record.writeBytes(out.toBytes());
            out.reset();
            return record.toBytes();
        }
    }

    static HandOver fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IllegalStateException("hand-over of format " + format + "; this version reads " + FORMAT);
        }
        String sender = in.readString();
        long number = in.readVarint();
        long asOf = in.readZigzag();
        List<Change> changes = new ArrayList<>();
        while (in.hasMore()) {
            changes.add(new Change(EventTime.readFrom(in), Cell.readFrom(in), Tally.readFrom(in)));
        }
        return new HandOver(sender, number, asOf, changes);
    }
}
