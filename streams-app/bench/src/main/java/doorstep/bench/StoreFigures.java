// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What was measured of a store: named figures, in their order. */
final class StoreFigures {
    private final Map<String, Double> figures = new LinkedHashMap<>();

    void put(String name, double figure) {
        figures.put(name, figure);
    }

    Set<String> names() {
        return figures.keySet();
    }

    /** @throws IllegalStateException if it was not measured */
    double get(String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException(name + " was not measured");
        }
        return figure;
    }

    void write(Path file) {
        StringBuilder lines = new StringBuilder();
        figures.forEach(
                (name, figure) -> lines.append(name).append('\t').append(figure).append('\n'));
        try {
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static StoreFigures read(Path file) {
        StoreFigures read = new StoreFigures();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\t", -1);
                read.put(parts[0], Double.parseDouble(parts[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return read;
    }
}
