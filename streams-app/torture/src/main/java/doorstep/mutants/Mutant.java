// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault, and the tests that must fail once it is planted. Planting it means replacing a text in one class. A fault
 * without a class is planted by its tests themselves: they leave out a rule by a switch and pass if it is missed.
 *
 * @param fault in words
 * @param type name of the class, see {@link Checkout#source}; null if the tests plant the fault
 * @param original the text that is replaced; white space in it stands for any white space
 * @param planted the text that takes its place
 */
record Mutant(
        String fault,
        @JsonProperty("class") String type,
        @JsonProperty("old") String original,
        @JsonProperty("new") String planted,
        List<TestName> tests) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    Mutant {
        boolean whole = type == null ? original == null && planted == null : original != null && planted != null;
        if (fault == null || tests == null || tests.isEmpty() || !whole) {
            throw new IllegalArgumentException(
                    "a mutant needs fault and tests, and class, old and new or none of these: " + fault);
        }
    }

    /** @throws IOException if the file cannot be read or is not a list of mutants */
    static List<Mutant> readAll(Path file) throws IOException {
        return new YAMLMapper().readValue(file.toFile(), new TypeReference<>() {});
    }

    boolean isPlantedByTests() {
        return type == null;
    }

    /**
     * The source of the class with the fault in it.
     *
     * @throws IllegalArgumentException unless the original text occurs exactly once
     */
    String plantIn(String source) {
        String words = SPACE.splitAsStream(original.strip()).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        Matcher found = Pattern.compile(words).matcher(source);
        if (!found.find()) {
            throw new IllegalArgumentException(type + " does not contain: " + original);
        }
        String mutated = source.substring(0, found.start()) + planted + source.substring(found.end());
        if (found.find()) {
            throw new IllegalArgumentException(type + " contains more than once: " + original);
        }
        return mutated;
    }

    /** Whether a text occurs in the fault or the name of its class or of one of its tests, in any case. */
    boolean matches(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.LITERAL)
                .matcher(fault + " " + type + " " + tests)
                .find();
    }
}
