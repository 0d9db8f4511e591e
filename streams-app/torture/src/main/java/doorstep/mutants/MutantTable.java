package doorstep.mutants;

import java.util.List;
import java.util.stream.Collectors;

/** The tables of mutants in {@code docs/guarantees.md}. */
final class MutantTable {
    static final String BEGIN = "<!-- mutants: .ci/mutants --markdown -->\n";
    static final String END = "<!-- end of mutants -->\n";

    private MutantTable() {}

    static String markdown(List<Mutant> mutants) {
        StringBuilder out = new StringBuilder(BEGIN);
        out.append("\n| planted fault | in | caught by |\n|---|---|---|\n");
        mutants.stream()
                .filter(mutant -> !mutant.isPlantedByTests())
                .forEach(mutant -> out.append("| " + mutant.fault() + " | `" + mutant.type() + "` | ")
                        .append(tests(mutant) + " |\n"));
        out.append("\nSome tests plant faults themselves: they leave out a rule by a switch and pass if that does harm.\n");
        out.append("\n| planted fault | planted by |\n|---|---|\n");
        mutants.stream()
                .filter(Mutant::isPlantedByTests)
                .forEach(mutant -> out.append("| " + mutant.fault() + " | " + tests(mutant) + " |\n"));
        return out.append("\n").append(END).toString();
    }

    private static String tests(Mutant mutant) {
        return mutant.tests().stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
