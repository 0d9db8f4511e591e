// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * The key of a figure in a window: one family, one unit prefix, all events or one breakdown value, one facet.
 *
 * @param family code of the family
 * @param unit prefix of a unit path, or {@code *}; in pre-aggregation the leaf unit
 * @param facet {@code question:scale}, article… or empty
 */
public record Cell(int family, String unit, Slice slice, String facet) {
    public void writeTo(ByteWriter out) {
        out.writeByte(family).writeString(unit);
        slice.writeTo(out);
        out.writeString(facet);
    }

    public static Cell readFrom(ByteReader in) {
        return new Cell(in.readByte(), in.readString(), Slice.readFrom(in), in.readString());
    }

    /** Like the generated method, which is slow: cells are hash keys wherever events are counted. */
    @Override
    public int hashCode() {
        return hash(family, unit, slice, facet);
    }

    /** The hash of a cell without creating the object. */
    public static int hash(int family, String unit, Slice slice, String facet) {
        return 31 * (31 * (31 * family + unit.hashCode()) + slice.hashCode()) + facet.hashCode();
    }

    public Cell withUnit(String prefix) {
        return new Cell(family, prefix, slice, facet);
    }
}
