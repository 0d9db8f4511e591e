// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.Codes;
import doorstep.event.CommitmentKind;
import doorstep.event.Scale;
import doorstep.family.Family;
import doorstep.rows.Cells;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells facets that a family can have, though nothing may have been counted, from those that it cannot have. */
final class Facets {
    private Facets() {}

    /** @throws QuestionException unless the family can have the facet; allowed are those that the unit has */
    static void require(Family family, String unit, String facet, Cells cells) {
        if (canHave(family, facet)) {
            return;
        }
        Set<String> allowed = new TreeSet<>();
        cells.ofUnit(unit).forEach(it -> {
            if (it.cell().family() == family.code()) {
                allowed.add(it.cell().facet());
            }
        });
        allowed.remove("");
        throw new QuestionException(
                QuestionException.Fault.INVALID,
                "facet",
                family.topic().shortName() + (family.hasFacets() ? " has no facet '" + facet + "'" : " has no facets"),
                new ArrayList<>(allowed));
    }

    private static boolean canHave(Family family, String facet) {
        if (family.topic().equals(Topics.SATISFACTION_SCORES)) {
            List<String> parts = Arrays.asList(facet.split(":", -1));
            return parts.size() == 2
                    && Codes.isValid(parts.get(0))
                    && Scale.of(parts.get(1)).isPresent();
        }
        if (family.topic().equals(Topics.SERVICE_LEVELS)) {
            return Arrays.stream(CommitmentKind.values())
                    .anyMatch(kind -> kind.name().equals(facet));
        }
        return family.hasFacets();
    }
}
