// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts and sums of scores by cell and start of the window: the output of a contender, or the expected output. */
public final class CellFigures {
    /** The cell that holds all units. */
    public static final String ALL = "*";

    /** The start of a window without one. */
    public static final long EVER = 0;

    private record CellWindow(String cell, long start) {}

    private record Score(long count, long sum) {}

    private static final Score NOTHING = new Score(0, 0);

    private final Map<CellWindow, Score> scores = new HashMap<>();

    /** Adds to the cell's figures; has no effect if the count is zero. */
    public void add(String cell, long start, long count, long sum) {
        if (count != 0 || sum != 0) {
            scores.merge(
                    new CellWindow(cell, start),
                    new Score(count, sum),
                    (a, b) -> new Score(a.count + b.count, a.sum + b.sum));
        }
    }

    /** Replaces the cell's figures. */
    public void put(String cell, long start, long count, long sum) {
        scores.put(new CellWindow(cell, start), new Score(count, sum));
    }

    public void remove(String cell, long start) {
        scores.remove(new CellWindow(cell, start));
    }

    int size() {
        return scores.size();
    }

    /** The first difference, for reports; a count of zero equals a missing cell. */
    Optional<String> differenceTo(CellFigures truth) {
        for (Map.Entry<CellWindow, Score> entry : truth.scores.entrySet()) {
            Score found = scores.getOrDefault(entry.getKey(), NOTHING);
            if (!found.equals(entry.getValue())) {
                return Optional.of(entry.getKey() + ": " + found + " instead of " + entry.getValue());
            }
        }
        for (Map.Entry<CellWindow, Score> entry : scores.entrySet()) {
            if (!truth.scores.getOrDefault(entry.getKey(), NOTHING).equals(entry.getValue())) {
                return Optional.of(entry.getKey() + ": " + entry.getValue() + " instead of nothing");
            }
        }
        return Optional.empty();
    }

    /** One cell a line, with tabs between the fields. */
    public void write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Map.Entry<CellWindow, Score> entry : scores.entrySet()) {
                CellWindow window = entry.getKey();
                Score score = entry.getValue();
                out.write(window.cell + "\t" + window.start + "\t" + score.count + "\t" + score.sum + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static CellFigures read(Path file) {
        CellFigures figures = new CellFigures();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            in.lines().forEach(line -> {
                List<String> parts = List.of(line.split("\t", -1));
                figures.put(
                        parts.get(0),
                        Long.parseLong(parts.get(1)),
                        Long.parseLong(parts.get(2)),
                        Long.parseLong(parts.get(3)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return figures;
    }
}
