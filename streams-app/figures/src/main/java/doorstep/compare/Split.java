// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import doorstep.assessment.Share;
import doorstep.tally.Fraction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Splits the change of a unit's satisfied share between two periods over the units directly below it and its own
 * events. Each has a score effect, because its share moved, and a mix effect, because more or fewer of the answers are
 * its own (E. M. Kitagawa, Journal of the American Statistical Association 50, 1955; here with present weights in the
 * score effect and former shares in the mix effect, so that there is no third effect of both). All effects add up to
 * the difference exactly.
 *
 * @param difference present share of the unit less the former one
 * @param below of the units directly below, in the order of their UTF-8 bytes
 * @param own of the unit's own events, under its name: the unit less the sum of those below. Empty if that would be
 *     negative, because rows of different partitions stand at different moments; then the effects do not add up
 */
public record Split(Fraction difference, List<Effects> below, Optional<Effects> own) {
    public Split {
        below = List.copyOf(below);
    }

    /**
     * What one of them contributes to the difference. In the former period it has the share w of the answers, and p of
     * these are satisfied; in the present one w' and p'. S is the former share of the whole. A p that does not exist is S,
     * a p' that does not is p.
     *
     * @param score w'(p' − p)
     * @param mix (w' − w)(p − S)
     */
    public record Effects(String unit, Change change, Fraction score, Fraction mix) {}

    /**
     * Empty if the unit has no answers in one of the periods.
     *
     * @param whole answers of the unit, with those of all units below it
     * @param below answers of the units directly below it; a unit without answers in either period may be left out
     */
    public static Optional<Split> of(String unit, Change whole, Map<String, Change> below) {
        if (whole.before().answers() == 0 || whole.now().answers() == 0) {
            return Optional.empty();
        }
        Change sum = below.values().stream().reduce(Change.NONE, Change::plus);
        return Optional.of(new Split(
                share(whole.now()).minus(share(whole.before())),
                below.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(UnitOrder.UTF_8))
                        .map(it -> effects(it.getKey(), it.getValue(), whole))
                        .toList(),
                whole.without(sum).map(it -> effects(unit, it, whole))));
    }

    private static Effects effects(String unit, Change change, Change whole) {
        Fraction formerOfWhole = share(whole.before());
        Fraction weightBefore =
                Fraction.of(change.before().answers(), whole.before().answers());
        Fraction weightNow = Fraction.of(change.now().answers(), whole.now().answers());
        Fraction before = change.before().fraction().orElse(formerOfWhole);
        Fraction now = change.now().fraction().orElse(before);
        return new Effects(
                unit,
                change,
                weightNow.times(now.minus(before)),
                weightNow.minus(weightBefore).times(before.minus(formerOfWhole)));
    }

    private static Fraction share(Share share) {
        return share.fraction().orElseThrow();
    }
}
