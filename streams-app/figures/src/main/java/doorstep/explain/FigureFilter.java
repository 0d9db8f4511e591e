// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.family.Contribution;
import doorstep.family.Family;
import doorstep.tally.Cell;
import doorstep.tally.Tally;
import java.util.List;
import java.util.OptionalLong;

/** Determines what of an event counts in one figure, by the figure's own family. Not thread-safe. */
final class FigureFilter {
    private final Figure figure;
    private final Family family;
    private final CountingRules rules;

    FigureFilter(Figure figure, CountingRules rules) {
        this.figure = figure;
        this.rules = rules;
        family = rules.families().ofCode(figure.cell().family());
    }

    /** The contributions of an event to the figure in whatever window. */
    List<Contribution> inCell(Event event) {
        Cell cell = figure.cell();
        if (!family.rootOnly() && !isUnder(event.unit().text(), cell.unit())) {
            return List.of();
        }
        List<Contribution> contributions = family.contributionsOf(event).stream()
                .filter(it -> it.facet().equals(cell.facet()) && !it.tally().isZero())
                .toList();
        boolean all =
                contributions.isEmpty() || family.rootOnly() || cell.slice().isTotal();
        return all || rules.breakdowns().slicesOf(event).contains(cell.slice()) ? contributions : List.of();
    }

    /** Whether the figure is one of call-backs, which follow from other events. */
    boolean countsCallBacks() {
        Commitment any = Commitment.builder(CommitmentKind.CALLBACK, new TreePath("any"), 0)
                .source("ANY")
                .dueAt(OptionalLong.of(0))
                .build();
        return family.contributionsOf(any).stream()
                .anyMatch(it -> it.facet().equals(figure.cell().facet()));
    }

    private static boolean isUnder(String unit, String prefix) {
        return prefix.equals(TreePath.ROOT)
                || (unit.startsWith(prefix)
                        && (unit.length() == prefix.length() || unit.charAt(prefix.length()) == '/'));
    }

    /** The contributions of an event that the figure holds. */
    List<Contribution> counted(Event event) {
        return held(inCell(event));
    }

    /** Those of some contributions to the cell that the figure's window holds. */
    List<Contribution> held(List<Contribution> inCell) {
        return inCell.stream()
                .filter(it -> figure.holds(it.minute(), rules.calendar()))
                .toList();
    }

    /** The sum of {@link #counted}. */
    Tally tally(Event event) {
        return sum(counted(event));
    }

    static Tally sum(List<Contribution> contributions) {
        return contributions.stream().map(Contribution::tally).reduce(Tally.ZERO, Tally::plus);
    }
}
