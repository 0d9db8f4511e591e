// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a mistyped one probably meant: smallest edit distance, ignoring case. */
public final class Nearest {
    private Nearest() {}

    /** @param words at least one; the first in order wins a tie */
    public static String to(String typed, Collection<String> words) {
        return words.stream()
                .min(Comparator.<String>comparingInt(word -> distance(typed, word))
                        .thenComparing(word -> word))
                .orElseThrow();
    }

    /** The nearest known word, if at most a third of the letters differ (two in short words). */
    public static Optional<String> of(String typed, Collection<String> words) {
        int limit = Math.max(2, typed.length() / 3);
        List<String> near = words.stream()
                .filter(word -> distance(typed, word) <= Math.min(limit, word.length() - 1))
                .toList();
        return near.isEmpty() ? Optional.empty() : Optional.of(to(typed, near));
    }

    /** A phrase that ends an error: the nearest of the known words, or all of them if none is near; empty without words. */
    public static String hint(String typed, Collection<String> words) {
        if (words.isEmpty()) {
            return "";
        }
        return of(typed, words)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElseGet(() -> "; known: " + String.join(", ", words));
    }

    /** Levenshtein distance, ignoring case. */
    public static int distance(String typed, String word) {
        String from = typed.toLowerCase(Locale.ROOT);
        String to = word.toLowerCase(Locale.ROOT);
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
