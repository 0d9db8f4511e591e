// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.event.TreePath;
import doorstep.tally.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * Numbers cells from 0, and knows the tree of their units. Cells are never forgotten. One thread may add cells while
 * others look them up.
 */
public final class Cells {
    /** A cell and its number. */
    public record Numbered(int number, Cell cell) {}

    private final Map<Cell, Integer> numbers = new ConcurrentHashMap<>();
    private final GrowingList<Cell> cells = new GrowingList<>();
    private final Map<String, GrowingList<Numbered>> ofUnit = new ConcurrentHashMap<>();
    private final Map<String, Collection<String>> below = new ConcurrentHashMap<>();

    /** The number of a cell, which it gets if it has none. */
    public int of(Cell cell) {
        Integer number = numbers.get(cell);
        return number == null ? add(cell) : number;
    }

    private int add(Cell cell) {
        int number = cells.size();
        cells.add(cell);
        numbers.put(cell, number);
        addUnit(cell.unit());
        ofUnit.computeIfAbsent(cell.unit(), unit -> new GrowingList<>()).add(new Numbered(number, cell));
        return number;
    }

    private void addUnit(String unit) {
        String at = unit;
        while (!at.equals(TreePath.ROOT)) {
            String above = TreePath.parent(at);
            if (!below.computeIfAbsent(above, it -> new ConcurrentSkipListSet<>())
                    .add(at)) {
                return;
            }
            at = above;
        }
    }

    public Cell get(int number) {
        return cells.get(number);
    }

    public int size() {
        return cells.size();
    }

    /** Empty if no row of the cell was ever seen. */
    public Optional<Integer> find(Cell cell) {
        return Optional.ofNullable(numbers.get(cell));
    }

    /** Whether any cell is of the unit, or of one below it. */
    public boolean knows(String unit) {
        return ofUnit.containsKey(unit) || below.containsKey(unit);
    }

    /** The units directly below, in the order of their UTF-16 code units. */
    public Collection<String> below(String unit) {
        return below.getOrDefault(unit, List.of());
    }

    /** The cells of a unit, of all families. */
    public Iterable<Numbered> ofUnit(String unit) {
        GrowingList<Numbered> numbered = ofUnit.get(unit);
        return numbered == null ? List.of() : numbered;
    }

    /** Passes the unit and all units below it. */
    public void forEachWithin(String unit, Consumer<String> visitor) {
        List<String> left = new ArrayList<>(List.of(unit));
        while (!left.isEmpty()) {
            String next = left.remove(left.size() - 1);
            visitor.accept(next);
            left.addAll(below(next));
        }
    }
}
