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
        return 31 * (31 * (31 * family + unit.hashCode()) + slice.hashCode()) + facet.hashCode();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Cell other
                && family == other.family
                && unit.equals(other.unit)
                && facet.equals(other.facet)
                && slice.equals(other.slice);
    }

    public Cell withUnit(String prefix) {
        return new Cell(family, prefix, slice, facet);
    }
}
