// SPDX-License-Identifier: Apache-2.0
package doorstep.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishedSettingsTest {
    private static final PublishedSettings UTC = PublishedSettings.of(Map.of("zone", "UTC", "answers.min", "10"));
    private static final PublishedSettings SHANGHAI = PublishedSettings.of(Map.of("zone", "Asia/Shanghai"));

    /** The settings in the topic after {@code sent}. */
    private static PublishedSettings after(PublishedSettings before, SortedMap<String, Optional<String>> sent) {
        Map<String, String> rows = new TreeMap<>(before.rows());
        sent.forEach((name, value) -> value.ifPresentOrElse(it -> rows.put(name, it), () -> rows.remove(name)));
        return PublishedSettings.ofRows(rows);
    }

    private static PublishedSettings without(String name) {
        Map<String, String> rows = new TreeMap<>(UTC.rows());
        assertThat(rows.remove(name)).isNotNull();
        return PublishedSettings.ofRows(rows);
    }

    @Test
    void shouldBeWholeAsPublished() {
        assertThat(UTC.isWhole()).isTrue();
        assertThat(UTC.isAbsent()).isFalse();
        assertThat(PublishedSettings.ofRows(UTC.rows())).isEqualTo(UTC);
    }

    @Test
    void shouldNotTakeAnEmptyTopicForASet() {
        assertThat(PublishedSettings.NONE.isAbsent()).isTrue();
        assertThat(PublishedSettings.NONE.isWhole()).isFalse();
        assertThat(PublishedSettings.ofRows(Map.of("rebuild.number", "3")).isAbsent())
                .isTrue();
    }

    @Test
    void shouldNotTakeAPartForTheWhole() {
        for (String name : UTC.rows().keySet()) {
            assertThat(without(name).isWhole()).as("without %s", name).isFalse();
            assertThat(without(name).isAbsent()).as("without %s", name).isFalse();
        }
    }

    @Test
    void shouldNotTakeAMixtureOfTwoSetsForOne() {
        Map<String, String> rows = new TreeMap<>(UTC.rows());
        rows.put("zone", "Asia/Shanghai");

        assertThat(PublishedSettings.ofRows(rows).isWhole()).isFalse();
    }

    @Test
    void shouldSendNothingThatIsAlreadyThere() {
        assertThat(UTC.replacedBy(PublishedSettings.ofRows(UTC.rows()))).isEmpty();
    }

    @Test
    void shouldReplaceAnotherSetAndAPartOfItsOwn() {
        assertThat(after(UTC, UTC.replacedBy(SHANGHAI))).isEqualTo(SHANGHAI);
        assertThat(after(PublishedSettings.NONE, PublishedSettings.NONE.replacedBy(UTC)))
                .isEqualTo(UTC);
        for (String name : UTC.rows().keySet()) {
            assertThat(after(without(name), without(name).replacedBy(UTC))).isEqualTo(UTC);
        }
    }

    @Test
    void shouldNeitherSendNorCompareWhatBelongsToRebuilds() {
        Map<String, String> rows = new TreeMap<>(UTC.rows());
        rows.put(PublishedSettings.REBUILD_NUMBER, "3");
        rows.put(PublishedSettings.REBUILD_MARK, "under way");
        PublishedSettings published = PublishedSettings.ofRows(rows);

        assertThat(published.isWhole()).isTrue();
        assertThat(published.replacedBy(UTC)).isEmpty();
        assertThat(published.replacedBy(SHANGHAI))
                .doesNotContainKeys(PublishedSettings.REBUILD_NUMBER, PublishedSettings.REBUILD_MARK);
        assertThat(published.rebuild()).isEqualTo(3);
        assertThat(UTC.rebuild()).isZero();
        assertThat(published.rebuildMark()).contains("under way");
    }

    @Test
    void shouldNameWhatDiffersWithBothValues() {
        assertThat(UTC.differences(Map.of("zone", "Asia/Shanghai", "windows", "all")))
                .containsExactly(
                        new PublishedSettings.Difference("answers.min", Optional.of("10"), Optional.empty()),
                        new PublishedSettings.Difference("windows", Optional.empty(), Optional.of("all")),
                        new PublishedSettings.Difference("zone", Optional.of("UTC"), Optional.of("Asia/Shanghai")));
        assertThat(UTC.differences(UTC.settings())).isEmpty();
    }
}
