// SPDX-License-Identifier: Apache-2.0
package doorstep.mutants;

import java.util.List;
import java.util.stream.Collectors;

/** The tables of mutants in {@code docs/guarantees.md}. */
final class MutantTable {
    static final String BEGIN = "<!-- mutants: .ci/mutants --markdown -->\n";
    static final String END = "<!-- end of mutants -->\n";

    private MutantTable() {}

    static String markdown(List<Mutant> mutants) {
        String planted = mutants.stream()
                .filter(mutant -> !mutant.isPlantedByTests())
                .map(mutant -> row(mutant.fault(), "`" + mutant.type() + "`", tests(mutant)))
                .collect(Collectors.joining());
        String plantedByTests = mutants.stream()
                .filter(Mutant::isPlantedByTests)
                .map(mutant -> row(mutant.fault(), tests(mutant)))
                .collect(Collectors.joining());
        return BEGIN
                + "\n| planted fault | in | caught by |\n|---|---|---|\n"
                + planted
                + "\nSome tests plant faults themselves: they leave out a rule by a switch and pass if it is missed.\n"
                + "\n| planted fault | planted by |\n|---|---|\n"
                + plantedByTests
                + "\n"
                + END;
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String tests(Mutant mutant) {
        return mutant.tests().stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
