// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import static doorstep.tally.Breakdown.AREA;
import static doorstep.tally.Breakdown.CATEGORY;
import static doorstep.tally.Breakdown.CHANNEL;
import static doorstep.tally.Breakdown.MODE;
import static doorstep.tally.Breakdown.SOURCE;
import static doorstep.tally.Breakdown.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.family.BreakdownRule.Kind;
import doorstep.fixtures.SampleEvents;
import doorstep.tally.Breakdown;
import doorstep.tally.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BreakdownsTest {
    private static final BreakdownRule NONE = BreakdownRule.parse("none");
    private static final Event TALK = SampleEvents.talk("city/north", "old-town/market");
    private static final Event TALK_NOWHERE = SampleEvents.talk("city/north", null);

    private static List<String> slices(Map<Breakdown, BreakdownRule> rules, Event event) {
        List<Slice> slices = new Breakdowns(rules, rules, rules).slicesOf(event);
        assertThat(slices.get(0)).isEqualTo(Slice.TOTAL);
        return slices.subList(1, slices.size()).stream()
                .map(slice -> slice.breakdown().orElseThrow().label() + "=" + slice.value())
                .toList();
    }

    private static BreakdownRule listed(String... values) {
        return new BreakdownRule(Kind.LISTED, Set.of(values));
    }

    @Test
    void shouldBreakVisitsDownByCategoryModeAndEveryPrefixOfTheArea() {
        assertThat(slices(Map.of(), TALK))
                .containsExactly("category=TALK", "mode=DOOR", "area=old-town", "area=old-town/market");
    }

    @Test
    void shouldBreakFeedbackDownByChannelAreaTopicAndSource() {
        assertThat(slices(Map.of(), SampleEvents.withTopics("TRAFFIC", "FRAUD")))
                .containsExactly(
                        "channel=WEB",
                        "area=old-town",
                        "area=old-town/market",
                        "topic=FRAUD",
                        "topic=TRAFFIC",
                        "source=SURVEY");
    }

    @Test
    void shouldHaveNoAreaWhereTheEventHasNone() {
        assertThat(slices(Map.of(), TALK_NOWHERE)).containsExactly("category=TALK", "mode=DOOR");
        assertThat(slices(Map.of(AREA, listed("x")), TALK_NOWHERE)).containsExactly("category=TALK", "mode=DOOR");
    }

    @Test
    void shouldHaveNoTopicWhereTheEventHasNone() {
        assertThat(slices(Map.of(TOPIC, listed("FRAUD")), SampleEvents.withTopics()))
                .noneMatch(slice -> slice.startsWith("topic="));
    }

    @Test
    void shouldLeaveOutABreakdownThatIsSwitchedOff() {
        assertThat(slices(Map.of(CATEGORY, NONE, MODE, NONE, AREA, NONE), TALK)).isEmpty();
        assertThat(slices(Map.of(CHANNEL, NONE, AREA, NONE, SOURCE, NONE), SampleEvents.withTopics("FRAUD")))
                .containsExactly("topic=FRAUD");
    }

    @Test
    void shouldCountUnlistedValuesAsOthers() {
        Map<Breakdown, BreakdownRule> rules = Map.of(CATEGORY, listed("FORUM"), MODE, listed("DOOR"), AREA, NONE);

        assertThat(slices(rules, TALK)).containsExactly("category=OTHER_VALUES", "mode=DOOR");
    }

    @Test
    void shouldCountOthersOncePerEvent() {
        Event feedback = SampleEvents.withTopics("FRAUD", "PATROLS", "TRAFFIC");
        Map<Breakdown, BreakdownRule> rules = Map.of(CHANNEL, NONE, AREA, NONE, SOURCE, NONE, TOPIC, listed("FRAUD"));

        assertThat(slices(rules, feedback)).containsExactly("topic=FRAUD", "topic=OTHER_VALUES");
        assertThat(slices(rules, SampleEvents.withTopics("FRAUD"))).containsExactly("topic=FRAUD");
        assertThat(slices(rules, SampleEvents.withTopics("PATROLS", "TRAFFIC"))).containsExactly("topic=OTHER_VALUES");
    }

    @Test
    void shouldCountAnAreaAsOtherOnlyIfNoPrefixIsListed() {
        Map<Breakdown, BreakdownRule> off = Map.of(CATEGORY, NONE, MODE, NONE);
        assertThat(slices(with(off, listed("old-town")), TALK)).containsExactly("area=old-town");
        assertThat(slices(with(off, listed("old-town/market")), TALK)).containsExactly("area=old-town/market");
        assertThat(slices(with(off, listed("old-town", "old-town/market")), TALK))
                .containsExactly("area=old-town", "area=old-town/market");
        assertThat(slices(with(off, listed("old-town/mark", "market")), TALK)).containsExactly("area=OTHER_VALUES");
    }

    private static Map<Breakdown, BreakdownRule> with(Map<Breakdown, BreakdownRule> rules, BreakdownRule area) {
        return Map.of(CATEGORY, rules.get(CATEGORY), MODE, rules.get(MODE), AREA, area);
    }

    @Test
    void shouldReadARuleInEveryForm() {
        Catalogue catalogue = Catalogue.load(Optional.empty());

        assertThat(BreakdownRule.parse("open")).isEqualTo(BreakdownRule.OPEN).hasToString("" + BreakdownRule.OPEN);
        assertThat(BreakdownRule.parse("none").text()).isEqualTo("none");
        assertThat(BreakdownRule.parse("B, A,B").text()).isEqualTo("[A,B]");
        assertThat(BreakdownRule.parse(MODE, "catalogue", catalogue).text())
                .isEqualTo("[DOOR,MEETING,ONLINE,PHONE,SERVICE_POINT]");
        assertThatThrownBy(() -> new BreakdownRule(Kind.OPEN, Set.of("A"))).hasMessageContaining("OPEN");
    }
}
