// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.event.TreePath;
import doorstep.family.Families;
import doorstep.wire.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cells that a cell counts in, and where they are counted; computed once per cell. */
final class RollUps {
    private final CellNumbers cells;
    private final Families families;
    private final int partitions;
    private int[][] cellAndAbove = new int[1 << 9][]; // by number of the cell
    private int[] partitionAfter = new int[1 << 9]; // partition + 1, 0 = unknown

    /** @param partitions of the windows */
    RollUps(CellNumbers cells, Families families, int partitions) {
        this.cells = cells;
        this.families = families;
        this.partitions = partitions;
    }

    /**
     * The cell itself, and those of the same family, slice and facet under each prefix of its unit and the root; none if
     * no window has rows of them.
     */
    int[] of(int cell) {
        if (cell >= cellAndAbove.length) {
            cellAndAbove = Arrays.copyOf(cellAndAbove, Math.max(cell + 1, 2 * cellAndAbove.length));
        }
        if (cellAndAbove[cell] == null) {
            boolean counted =
                    !families.windows(cells.family(cell), cells.slice(cell)).isEmpty();
            cellAndAbove[cell] = (counted ? unitAndAbove(cells.unit(cell)) : List.<String>of())
                    .stream()
                            .mapToInt(unit -> cells.of(
                                    cells.family(cell),
                                    cells.unitNumber(unit),
                                    cells.sliceOf(cell),
                                    cells.facetOf(cell)))
                            .toArray();
        }
        return cellAndAbove[cell];
    }

    private static List<String> unitAndAbove(String unit) {
        if (unit.equals(TreePath.ROOT)) {
            return List.of(TreePath.ROOT);
        }
        List<String> units = new ArrayList<>(TreePath.prefixes(unit));
        units.add(TreePath.ROOT);
        return units;
    }

    /**
     * The partition of the windows for a cell's unit: murmur2 of its UTF-8 bytes, as in Kafka's default partitioner.
     */
    int partition(int cell) {
        if (cell >= partitionAfter.length) {
            partitionAfter = Arrays.copyOf(partitionAfter, Math.max(cell + 1, 2 * partitionAfter.length));
        }
        if (partitionAfter[cell] == 0) {
            byte[] unit = cells.unit(cell).getBytes(StandardCharsets.UTF_8);
            partitionAfter[cell] = KeyPartition.of(unit, partitions) + 1;
        }
        return partitionAfter[cell] - 1;
    }
}
