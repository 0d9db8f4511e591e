// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.RefusedException;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import java.util.Arrays;

/**
 * Changes of many cells that one sender sends to one partition of the windows, either all of totals or all of breakdown
 * values. Each unit, breakdown value and facet is written in full once per batch, and referred to by number after that.
 */
public final class DeltaBatch {
    /** Takes the changes, one cell and time per call. */
    public interface Receiver {
        /**
         * @param cell its number
         * @param time see {@link EventTime#code}
         * @param tally valid during the call
         */
        void accept(int cell, long time, RunningTally tally);
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
    public void forEach(CellNumbers cells, Receiver receiver) {
        Words units = new Words();
        Words slices = new Words();
        Words facets = new Words();
        RunningTally tally = new RunningTally();
        ByteReader in = new ByteReader(bytes, changesAt);
        while (in.hasMore()) {
            long time = in.readZigzag();
            int family = in.readByte();
            int unit = in.readInt();
            if (units.isNew(unit)) {
                units.add(cells.unitNumber(in.readString()));
            }
            int slice = in.readInt();
            if (slices.isNew(slice)) {
                slices.add(cells.sliceNumber(Slice.readFrom(in)));
            }
            int facet = in.readInt();
            if (facets.isNew(facet)) {
                facets.add(cells.facetNumber(in.readString()));
            }
            int cell = cells.of(family, units.numbers[unit], slices.numbers[slice], facets.numbers[facet]);
            receiver.accept(cell, time, tally.clear().add(in));
        }
    }

    /** Numbers of words, in the order in which a batch has them. */
    private static final class Words {
        private int[] numbers = new int[16];
        private int size;

        boolean isNew(int index) {
            return index == size;
        }

        void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }
    }

    /** Encodes changes until they are large enough for a record. */
    public static final class Packer {
        private final CellNumbers cells;
        private final boolean ofSlices;
        private final ByteWriter out = new ByteWriter(1 << 12);
        private final WordIndexes units = new WordIndexes();
        private final WordIndexes slices = new WordIndexes();
        private final WordIndexes facets = new WordIndexes();

        public Packer(CellNumbers cells, boolean ofSlices) {
            this.cells = cells;
            this.ofSlices = ofSlices;
        }

        /** @param time see {@link EventTime#code} */
        public void add(int cell, long time, RunningTally tally) {
            if (cells.slice(cell).isTotal() == ofSlices) {
                throw new IllegalArgumentException("not of this delta batch: " + cells.cell(cell));
            }
            out.writeZigzag(time);
            out.writeByte(cells.family(cell));
            if (units.write(cells.unitOf(cell), out)) {
                out.writeString(cells.unit(cell));
            }
            if (slices.write(cells.sliceOf(cell), out)) {
                cells.slice(cell).writeTo(out);
            }
            if (facets.write(cells.facetOf(cell), out)) {
                out.writeString(cells.facet(cell));
            }
            tally.writeTo(out);
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

    /** Indexes of words in a batch, by their numbers. */
    private static final class WordIndexes {
        private int[] indexes = new int[16]; // index in the batch + 1, 0 = not in it
        private int size;

        /** Writes the index of a word, and returns whether the word itself must follow. */
        boolean write(int number, ByteWriter out) {
            if (number >= indexes.length) {
                indexes = Arrays.copyOf(indexes, Math.max(number + 1, 2 * indexes.length));
            }
            boolean isNew = indexes[number] == 0;
            if (isNew) {
                indexes[number] = ++size;
            }
            out.writeVarint(indexes[number] - 1);
            return isNew;
        }

        void clear() {
            Arrays.fill(indexes, 0);
            size = 0;
        }
    }
}
