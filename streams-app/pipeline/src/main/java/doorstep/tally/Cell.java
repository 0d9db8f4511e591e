package doorstep.tally;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * What a figure is of: one family, one unit prefix, all events or one breakdown value, one facet.
 *
 * @param family code of the family
 * @param unit prefix of a unit path, or {@code *}; in the combine stage the leaf unit
 * @param facet {@code question:scale}, article… or empty
 */
public record Cell(int family, String unit, Slice slice, String facet) {
    public void writeTo(ByteWriter out) {
        out.writeByte(family).writeString(unit);
        writeRestTo(out);
    }

    private void writeRestTo(ByteWriter out) {
        out.writeByte(slice.breakdown().map(Breakdown::code).orElse(0))
                .writeString(slice.value())
                .writeString(facet);
    }

    public static Cell readFrom(ByteReader in) {
        int family = in.readByte();
        String unit = in.readString();
        int breakdown = in.readByte();
        String value = in.readString();
        Slice slice = breakdown == 0 ? Slice.TOTAL : Slice.of(Breakdown.ofCode(breakdown), value);
        return new Cell(family, unit, slice, in.readString());
    }

    /** As the generated one, which is slow: cells are keys wherever events are counted. */
    @Override
    public int hashCode() {
        return hash(family, unit, slice, facet);
    }

    /** Of a cell that need not be made. */
    public static int hash(int family, String unit, Slice slice, String facet) {
        return 31 * (31 * (31 * family + unit.hashCode()) + slice.hashCode()) + facet.hashCode();
    }

    /** Whether these are its parts. */
    public boolean is(int otherFamily, String otherUnit, Slice otherSlice, String otherFacet) {
        return family == otherFamily && unit.equals(otherUnit) && facet.equals(otherFacet) && slice.equals(otherSlice);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Cell other && is(other.family, other.unit, other.slice, other.facet);
    }

    public Cell withUnit(String prefix) {
        return new Cell(family, prefix, slice, facet);
    }
}
