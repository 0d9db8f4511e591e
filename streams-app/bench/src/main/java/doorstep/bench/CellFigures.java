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

/** Numbers and sums of scores by cell and start of the window: what a contender says, or what the truth is. */
public final class CellFigures {
    /** The cell of everything. */
    public static final String ALL = "*";

    /** The start of what has none. */
    public static final long EVER = 0;

    private record CellWindow(String cell, long start) {}

    private record Score(long count, long sum) {}

    private static final Score NOTHING = new Score(0, 0);

    private final Map<CellWindow, Score> scores = new HashMap<>();

    /** Adds to what stands there; nothing added is nothing there. */
    public void add(String cell, long start, long count, long sum) {
        if (count != 0 || sum != 0) {
            scores.merge(
                    new CellWindow(cell, start),
                    new Score(count, sum),
                    (a, b) -> new Score(a.count + b.count, a.sum + b.sum));
        }
    }

    /** Takes the place of what stands there. */
    public void put(String cell, long start, long count, long sum) {
        scores.put(new CellWindow(cell, start), new Score(count, sum));
    }

    public void remove(String cell, long start) {
        scores.remove(new CellWindow(cell, start));
    }

    int size() {
        return scores.size();
    }

    /** The first difference found, for people; a figure of nothing is as good as none. */
    Optional<String> differenceTo(CellFigures truth) {
        for (Map.Entry<CellWindow, Score> entry : truth.scores.entrySet()) {
            Score found = scores.getOrDefault(entry.getKey(), NOTHING);
            if (!found.equals(entry.getValue())) {
                return Optional.of(entry.getKey() + ": " + found + " instead of " + entry.getValue());
            }
        }
        for (Map.Entry<CellWindow, Score> entry : scores.entrySet()) {
            if (!truth.scores.getOrDefault(entry.getKey(), NOTHING).equals(entry.getValue())) {
                return Optional.of(entry.getKey() + ": " + entry.getValue() + ", where nothing should be");
            }
        }
        return Optional.empty();
    }

    /** One figure a line, tabs between its parts. */
    public void write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Map.Entry<CellWindow, Score> entry : scores.entrySet()) {
                CellWindow place = entry.getKey();
                Score score = entry.getValue();
                out.write(place.cell + "\t" + place.start + "\t" + score.count + "\t" + score.sum + "\n");
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
