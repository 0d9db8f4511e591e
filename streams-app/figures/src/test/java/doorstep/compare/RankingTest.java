// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import static doorstep.compare.Ranking.Direction.HIGHEST_FIRST;
import static doorstep.compare.Ranking.Direction.LOWEST_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.assessment.Share;
import doorstep.compare.Ranking.Direction;
import doorstep.history.Dice;
import doorstep.history.Seeds;
import doorstep.tally.Fraction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static Optional<Fraction> percent(long percent) {
        return Optional.of(Fraction.of(percent, 100));
    }

    private static List<String> lines(List<Ranking.Row> rows) {
        return rows.stream()
                .map(row -> (row.rank().isPresent() ? row.rank().getAsInt() : "-") + " " + row.unit())
                .toList();
    }

    private static final Map<String, Optional<Fraction>> FIGURES = Map.of(
            "north", percent(90),
            "south", percent(80),
            "east", percent(90),
            "west", percent(95),
            "pier", Optional.empty(),
            "gate", Optional.empty());

    @Test
    void shouldShareRanksAndSkipAsMany() {
        assertThat(lines(Ranking.of(FIGURES, HIGHEST_FIRST).rows()))
                .containsExactly("1 west", "2 east", "2 north", "4 south", "- gate", "- pier");
    }

    @Test
    void shouldPutMissingFiguresLastInBothDirections() {
        assertThat(lines(Ranking.of(FIGURES, LOWEST_FIRST).rows()))
                .containsExactly("1 south", "2 east", "2 north", "4 west", "- gate", "- pier");
    }

    @Test
    void shouldSayHowManyMoreShareTheLastRank() {
        Ranking ranking = Ranking.of(FIGURES, HIGHEST_FIRST);

        assertThat(ranking.top(2)).isEqualTo(new Ranking.Top(ranking.rows().subList(0, 2), 1));
        assertThat(ranking.top(3)).isEqualTo(new Ranking.Top(ranking.rows().subList(0, 3), 0));
        assertThat(ranking.top(5).more()).isZero(); // gate and pier have no rank
        assertThat(ranking.top(100)).isEqualTo(new Ranking.Top(ranking.rows(), 0));
        assertThat(Ranking.of(Map.of(), HIGHEST_FIRST).top(1)).isEqualTo(new Ranking.Top(List.of(), 0));
        assertThatThrownBy(() -> ranking.top(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** U+FF5E is before U+1F600 in UTF-8, and behind it as a Java string. */
    @Test
    void shouldOrderEqualFiguresByTheBytesOfUnits() {
        Map<String, Optional<Fraction>> equal = Map.of(
                "😀",
                percent(5),
                "\uFF5E",
                percent(5),
                "Z",
                percent(5),
                "a",
                percent(5),
                "a/b",
                percent(5),
                "é",
                percent(5));

        assertThat(lines(Ranking.of(equal, HIGHEST_FIRST).rows()))
                .containsExactly("1 Z", "1 a", "1 a/b", "1 é", "1 \uFF5E", "1 😀");
    }

    /** In doubles, (n / 3 + 20 / 3) / (n + 20) is one of three numbers next to 1 / 3. */
    @Test
    void shouldGiveEqualShrunkSharesOneRank() {
        Share parent = new Share(1, 3);
        Map<String, Optional<Fraction>> shrunk = new HashMap<>();
        for (int answers = 3; answers <= 300; answers += 3) {
            shrunk.put("unit " + answers, new Share(answers / 3, answers).fractionShrunkTowards(parent, 20));
        }

        assertThat(Ranking.of(shrunk, HIGHEST_FIRST).rows()).hasSize(100).allMatch(row -> row.rank()
                .equals(OptionalInt.of(1)));
    }

    @Test
    void shouldRankLikeCountingTheUnitsAhead() {
        Seeds.of(300).forEach(seed -> {
            Dice dice = new Dice(seed);
            Map<String, Optional<Fraction>> figures = new HashMap<>();
            for (int i = dice.below(20); i > 0; i--) {
                figures.put(
                        dice.of("a", "é", "😀", "\uFF5E") + dice.below(100),
                        dice.percent(20)
                                ? Optional.empty()
                                : Optional.of(Fraction.of(dice.below(6), 1 + dice.below(4))));
            }
            Direction direction = dice.of(Direction.values());

            Ranking ranking = Ranking.of(figures, direction);

            assertThat(ranking.rows().stream().collect(Collectors.toMap(Ranking.Row::unit, Ranking.Row::figure)))
                    .as(Seeds.again(seed))
                    .isEqualTo(figures);
            figures.forEach((unit, figure) -> assertThat(ranking.rankOf(unit))
                    .as("%s, %s", unit, Seeds.again(seed))
                    .isEqualTo(figure.map(it -> OptionalInt.of(1 + ahead(it, figures, direction)))
                            .orElse(OptionalInt.empty())));
            assertThat(ranking.rows()).as(Seeds.again(seed)).isSortedAccordingTo((a, b) -> order(a, b));
        });
    }

    private static int ahead(Fraction figure, Map<String, Optional<Fraction>> figures, Direction direction) {
        return (int) figures.values().stream()
                .flatMap(Optional::stream)
                .filter(other -> direction == HIGHEST_FIRST
                        ? other.minus(figure).signum() > 0
                        : other.minus(figure).signum() < 0)
                .count();
    }

    private static int order(Ranking.Row a, Ranking.Row b) {
        int byRank = Integer.compare(a.rank().orElse(1_000), b.rank().orElse(1_000));
        return byRank != 0
                ? byRank
                : Arrays.compareUnsigned(
                        a.unit().getBytes(StandardCharsets.UTF_8), b.unit().getBytes(StandardCharsets.UTF_8));
    }

    // ---- Siblings

    @Test
    void shouldTakeSiblingsTogetherWithoutTheUnit() {
        Map<String, Share> shares =
                Map.of("a/x", new Share(9, 10), "a/y", new Share(1, 4), "a/z", new Share(2, 3), "a/new", Share.NONE);
        Map<String, Optional<Fraction>> figures = shares.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().fraction()));
        Ranking ranking = Ranking.of(figures, HIGHEST_FIRST);

        assertThat(Siblings.of("a/z", shares, ranking))
                .isEqualTo(new Siblings(new Share(10, 14), OptionalInt.of(2), 3));
        assertThat(Siblings.of("a/new", shares, ranking))
                .isEqualTo(new Siblings(new Share(12, 17), OptionalInt.empty(), 3));
    }
}
