// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.config.Nearest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Keeps the keys that a mistyped one probably meant: those that differ in the fewest parts, and least in these. */
public final class NearestKeys {
    private static final int KEPT = 5;
    private static final int MOST_KNOWN = 100_000;
    private static final int MOST_COMPARED = 200; // characters of a part: distances are quadratic

    private record Scored(int parts, int distance, String key) {
        private static final Comparator<Scored> ORDER = Comparator.comparingInt(Scored::parts)
                .thenComparing(Scored::distance)
                .thenComparing(Scored::key);
    }

    private final List<String> typed;
    private final TreeSet<Scored> kept = new TreeSet<>(Scored.ORDER);
    private final Map<String, Integer> distances = new HashMap<>(); // keys share their parts

    public NearestKeys(String typed) {
        this.typed = parts(typed);
    }

    private static List<String> parts(String key) {
        return Arrays.asList(key.split("\\|", -1));
    }

    public void add(String key) {
        Scored scored = scored(key);
        kept.add(scored);
        if (kept.size() > KEPT) {
            kept.pollLast();
        }
    }

    void remove(String key) {
        kept.removeIf(it -> it.key().equals(key));
    }

    private Scored scored(String key) {
        List<String> parts = parts(key);
        int differing = 0;
        int distance = 0;
        for (int i = 0; i < Math.max(parts.size(), typed.size()); i++) {
            String there = i < parts.size() ? parts.get(i) : "";
            String here = i < typed.size() ? typed.get(i) : "";
            if (!there.equals(here)) {
                differing++;
                distance += distance(here, there);
            }
        }
        return new Scored(differing, distance, key);
    }

    private int distance(String here, String there) {
        if (distances.size() > MOST_KNOWN) {
            distances.clear();
        }
        return distances.computeIfAbsent(here + "|" + there, it -> Nearest.distance(shortened(here), shortened(there)));
    }

    private static String shortened(String part) {
        return part.substring(0, Math.min(part.length(), MOST_COMPARED));
    }

    /** The nearest first. */
    public List<String> inOrder() {
        return kept.stream().map(Scored::key).toList();
    }
}
