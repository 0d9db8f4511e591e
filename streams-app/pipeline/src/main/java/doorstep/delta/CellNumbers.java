// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.codec.NumberHash;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for the cells that a task has met, from 0 in the order of their first appearance, so that everything else can
 * work with numbers instead of text: open addressing with linear probing over four numbers per cell. Cells keep their
 * numbers for as long as this object lives. Not thread-safe.
 */
public final class CellNumbers {
    private static final int SMALLEST = 1 << 9;

    private final Words<String> units = new Words<>();
    private final Words<Slice> slices = new Words<>();
    private final Words<String> facets = new Words<>();
    private int[] table = new int[2 * SMALLEST]; // number of the cell + 1, 0 = free
    private int[] family = new int[SMALLEST]; // by number of the cell, as the following
    private int[] unit = new int[SMALLEST];
    private int[] slice = new int[SMALLEST];
    private int[] facet = new int[SMALLEST];
    private int size;

    /** Numbers for words of one kind. */
    private static final class Words<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> words = new ArrayList<>();

        int numberOf(T word) {
            Integer number = numbers.get(word);
            if (number == null) {
                number = words.size();
                numbers.put(word, number);
                words.add(word);
            }
            return number;
        }

        T word(int number) {
            return words.get(number);
        }
    }

    /** Number of cells. */
    public int size() {
        return size;
    }

    int unitNumber(String text) {
        return units.numberOf(text);
    }

    int sliceNumber(Slice one) {
        return slices.numberOf(one);
    }

    int facetNumber(String text) {
        return facets.numberOf(text);
    }

    public int of(Cell cell) {
        return of(
                cell.family(),
                units.numberOf(cell.unit()),
                slices.numberOf(cell.slice()),
                facets.numberOf(cell.facet()));
    }

    /** The number of a cell, by its family's code and the numbers of its words. */
    int of(int familyCode, int unitNumber, int sliceNumber, int facetNumber) {
        int slot = slotOf(familyCode, unitNumber, sliceNumber, facetNumber);
        for (int entry; (entry = table[slot]) != 0; slot = next(slot)) {
            int cell = entry - 1;
            if (unit[cell] == unitNumber
                    && slice[cell] == sliceNumber
                    && facet[cell] == facetNumber
                    && family[cell] == familyCode) {
                return cell;
            }
        }
        return add(familyCode, unitNumber, sliceNumber, facetNumber);
    }

    private int add(int familyCode, int unitNumber, int sliceNumber, int facetNumber) {
        if (size == family.length) {
            grow();
        }
        family[size] = familyCode;
        unit[size] = unitNumber;
        slice[size] = sliceNumber;
        facet[size] = facetNumber;
        occupy(size);
        return size++;
    }

    private void grow() {
        int capacity = 2 * size;
        family = Arrays.copyOf(family, capacity);
        unit = Arrays.copyOf(unit, capacity);
        slice = Arrays.copyOf(slice, capacity);
        facet = Arrays.copyOf(facet, capacity);
        table = new int[2 * capacity];
        for (int cell = 0; cell < size; cell++) {
            occupy(cell);
        }
    }

    private void occupy(int cell) {
        int slot = slotOf(family[cell], unit[cell], slice[cell], facet[cell]);
        while (table[slot] != 0) {
            slot = next(slot);
        }
        table[slot] = cell + 1;
    }

    private int slotOf(int familyCode, int unitNumber, int sliceNumber, int facetNumber) {
        long four = (((long) unitNumber << 20 ^ sliceNumber) << 10 ^ facetNumber) << 7 ^ familyCode;
        return NumberHash.slot(four, table.length);
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    int unitOf(int cell) {
        return unit[cell];
    }

    int sliceOf(int cell) {
        return slice[cell];
    }

    int facetOf(int cell) {
        return facet[cell];
    }

    public int family(int cell) {
        return family[cell];
    }

    public String unit(int cell) {
        return units.word(unit[cell]);
    }

    public Slice slice(int cell) {
        return slices.word(slice[cell]);
    }

    public String facet(int cell) {
        return facets.word(facet[cell]);
    }

    public Cell cell(int number) {
        return new Cell(family(number), unit(number), slice(number), facet(number));
    }
}
