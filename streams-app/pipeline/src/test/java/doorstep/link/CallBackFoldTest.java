// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.catalogue.Catalogue;
import doorstep.engine.LinkOutbox;
import doorstep.engine.LinkRecord;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Scale;
import doorstep.event.TreePath;
import doorstep.event.Visit;
import doorstep.fixtures.SampleEvents;
import doorstep.fixtures.TestCatalogue;
import doorstep.integrity.Senders;
import doorstep.ledger.Dictionary;
import doorstep.ledger.LinkRows;
import doorstep.simulation.MemoryStore;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Call-backs of one subject, with link entries from several senders. */
class CallBackFoldTest {
    private static final Link SUBJECT = new Link(new Identity(1, 2), 0);
    private static final List<Scale> SCALES = List.of(Scale.STARS_5, Scale.GRADE_5);

    /** The figures that result from changes of link entries. */
    private static final class Sum {
        private final List<Event> counted = new ArrayList<>();
        private final Dictionary dictionary = new Dictionary(new MemoryStore("words", false));
        private final Fulfilment fulfilment = new Fulfilment(
                id -> Optional.empty(),
                new LinkRows(new MemoryStore("links", false), dictionary),
                new OrgCalendar(ZoneId.of("UTC"), 0),
                Catalogue.EMPTY,
                new WorkingDays(Set.of(), Set.of(), Set.of()),
                3);

        void take(LinkChange change) {
            fulfilment.take(
                    List.of(change),
                    new Fulfilment.Figures(
                            event -> assertThat(counted.remove(event)).isTrue(), counted::add));
        }
    }

    private static ArrayDeque<LinkChange> changes(LinkOutbox outbox) {
        ArrayDeque<LinkChange> changes = new ArrayDeque<>();
        outbox.send(
                Senders.sender("any", 1),
                (partition, record) ->
                        changes.addAll(LinkRecord.fromBytes(record).changes()));
        return changes;
    }

    private static Optional<Event> event(String sender, Random dice) {
        Link link = new Link(SUBJECT.target(), dice.nextInt(6), Optional.of("v"));
        if (dice.nextInt(4) == 0) {
            return Optional.empty();
        }
        return Optional.of(sender.equals("v") ? visit(link) : rating(link, dice));
    }

    private static Feedback rating(Link link, Random dice) {
        return SampleEvents.linkedRating(SCALES.get(dice.nextInt(2)), 1 + dice.nextInt(5), link);
    }

    private static Visit visit(Link link) {
        return Visit.builder(0, new TreePath("city"))
                .category("FOLLOW_UP")
                .mode("PHONE")
                .households(1)
                .people(1)
                .fulfils(Optional.of(link))
                .build();
    }

    @Test
    void shouldComeToTheSameHoweverTheChangesOfSeveralSendersMix() {
        Catalogue catalogue = TestCatalogue.callingBack();
        for (int seed = 0; seed < 3_000; seed++) {
            Random dice = new Random(seed);
            LinkOutbox atOnce = new LinkOutbox(catalogue, 1);
            List<ArrayDeque<LinkChange>> senders = new ArrayList<>();
            for (String sender : List.of("f", "g", "v")) {
                LinkOutbox outbox = new LinkOutbox(catalogue, 1);
                Map<String, Optional<Event>> last = new HashMap<>();
                for (int i = 0; i < 8; i++) {
                    String id = sender + dice.nextInt(4);
                    Optional<Event> now = event(sender, dice);
                    outbox.replace(id.getBytes(StandardCharsets.UTF_8), last.getOrDefault(id, Optional.empty()), now);
                    last.put(id, now);
                }
                senders.add(changes(outbox));
                last.forEach(
                        (id, event) -> atOnce.replace(id.getBytes(StandardCharsets.UTF_8), Optional.empty(), event));
            }

            Sum mixed = new Sum();
            while (!senders.isEmpty()) {
                ArrayDeque<LinkChange> sender = senders.get(dice.nextInt(senders.size()));
                if (sender.isEmpty()) {
                    senders.remove(sender);
                } else {
                    mixed.take(sender.remove());
                }
            }
            Sum once = new Sum();
            changes(atOnce).forEach(once::take);

            assertThat(mixed.counted).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(once.counted);
        }
    }
}
