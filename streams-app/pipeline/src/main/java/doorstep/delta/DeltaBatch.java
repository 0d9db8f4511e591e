// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.RefusedException;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of many cells that one sender sends to one partition of the windows, either all of totals or all of breakdown
 * values. Each unit, breakdown value and facet is written in full once per batch, and referred to by number after that.
 */
public final class DeltaBatch {
    /** Takes the changes, one cell and time per call. */
    public interface Receiver {
        /** @param time see {@link EventTime#code} */
        void accept(long time, int family, String unit, Slice slice, String facet, Tally tally);
    }

    private final byte[] bytes;
    private final boolean ofSlices;
    private final BatchHeader header;
    private final long asOf;
    private final int changesAt;

    private DeltaBatch(byte[] bytes) {
        this.bytes = bytes;
        ByteReader in = new ByteReader(bytes);
        header = BatchHeader.readFrom(in);
        ofSlices = in.readByte() == 1;
        asOf = in.readZigzag();
        changesAt = in.position();
    }

    /** @throws RefusedException OLD_STATE */
    public static DeltaBatch fromBytes(byte[] bytes) {
        return new DeltaBatch(bytes);
    }

    public byte[] toBytes() {
        return bytes;
    }

    /** Whether the changes are of breakdown values. */
    public boolean ofSlices() {
        return ofSlices;
    }

    public BatchHeader header() {
        return header;
    }

    /** The as-of at which times were coarsened to days, in minutes since the epoch. */
    public long asOf() {
        return asOf;
    }

    /** Passes each cell and time at most once. */
    public void forEach(Receiver receiver) {
        List<String> units = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        List<String> facets = new ArrayList<>();
        ByteReader in = new ByteReader(bytes, changesAt);
        while (in.hasMore()) {
            long time = in.readZigzag();
            int family = in.readByte();
            String unit = readWord(in, units);
            Slice slice = readSlice(in, slices);
            String facet = readWord(in, facets);
            receiver.accept(time, family, unit, slice, facet, Tally.readFrom(in));
        }
    }

    private static String readWord(ByteReader in, List<String> known) {
        int index = in.readInt();
        if (index == known.size()) {
            known.add(in.readString());
        }
        return known.get(index);
    }

    private static Slice readSlice(ByteReader in, List<Slice> known) {
        int index = in.readInt();
        if (index == known.size()) {
            known.add(Slice.readFrom(in));
        }
        return known.get(index);
    }

    /** Encodes changes until they are large enough for a record. */
    public static final class Packer {
        private final boolean ofSlices;
        private final ByteWriter out = new ByteWriter(1 << 12);
        private final Map<String, Integer> units = new HashMap<>(); // numbered from 0
        private final Map<Slice, Integer> slices = new HashMap<>();
        private final Map<String, Integer> facets = new HashMap<>();

        public Packer(boolean ofSlices) {
            this.ofSlices = ofSlices;
        }

        /** @param time see {@link EventTime#code} */
        public void add(long time, Cell cell, Tally tally) {
            if (cell.slice().isTotal() == ofSlices) {
                throw new IllegalArgumentException("not of this delta batch: " + cell);
            }
            out.writeZigzag(time);
            out.writeByte(cell.family());
            if (isNew(cell.unit(), units)) {
                out.writeString(cell.unit());
            }
            if (isNew(cell.slice(), slices)) {
                cell.slice().writeTo(out);
            }
            if (isNew(cell.facet(), facets)) {
                out.writeString(cell.facet());
            }
            tally.writeTo(out);
        }

        /** Writes the number of a word, and returns whether the word itself must follow. */
        private <T> boolean isNew(T word, Map<T, Integer> known) {
            int next = known.size();
            Integer number = known.putIfAbsent(word, next);
            out.writeVarint(number == null ? next : number);
            return number == null;
        }

        public int size() {
            return out.size();
        }

        public byte[] seal(BatchHeader header, long asOf) {
            ByteWriter record = new ByteWriter(out.size() + 64);
            header.writeTo(record);
            record.writeByte(ofSlices ? 1 : 0).writeZigzag(asOf).writeBytes(out.toBytes());
            out.reset();
            units.clear();
            slices.clear();
            facets.clear();
            return record.toBytes();
        }
    }
}
