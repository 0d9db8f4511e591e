// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Feedback.Answer;
import doorstep.event.Identity;
import doorstep.event.OpeningRating;
import doorstep.event.SecondRating;
import doorstep.event.Subject;
import doorstep.link.LinkEntry.Opening;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/**
 * Derives the call-backs of a subject and a question from link entries. In the order of (time, topic, id), a bad rating
 * opens a call-back unless one is open; a follow-up visit or another rating ends it. So each stretch between two
 * closing entries contains at most one call-back: it begins with the first bad rating in the stretch and ends with the
 * entry at the end of the stretch. An added or removed entry therefore changes nothing beyond the nearest closing
 * entries, which are found without reading those in between.
 *
 * <p>Did the call-back help? The second rating tells: the first one at or after the end, on the scale of the rating
 * that opened. Of all call-backs opened by ratings on one scale, only the last before a moment can be waiting for a
 * second rating there, because its opening rating is at or after the second rating of the one before.
 */
final class CallBackFold {
    private final LinkStore rows;
    private final OrgCalendar calendar;
    private final WorkingDays workingDays;
    private final int daysToCallBack;

    CallBackFold(LinkStore rows, OrgCalendar calendar, WorkingDays workingDays, int daysToCallBack) {
        this.rows = rows;
        this.calendar = calendar;
        this.workingDays = workingDays;
        this.daysToCallBack = daysToCallBack;
    }

    /** All call-backs that an entry with this key can affect, according to the current rows: two at most. */
    List<CallBack> near(Bytes key) {
        return LinkEntry.role(key).isRating()
                ? rows.before(key).map(this::around).orElse(List.of())
                : around(key);
    }

    private List<CallBack> around(Bytes key) {
        Bytes closing = LinkEntry.withRole(key, Role.CLOSES);
        Optional<Bytes> before = rows.before(closing);
        Optional<Bytes> after = rows.after(closing);
        Identity target = LinkEntry.target(key);
        List<CallBack> callBacks = new ArrayList<>(2);
        if (rows.has(closing)) {
            between(target, before, Optional.of(closing)).ifPresent(callBacks::add);
            between(target, Optional.of(closing), after).ifPresent(callBacks::add);
        } else {
            between(target, before, after).ifPresent(callBacks::add);
        }
        return callBacks;
    }

    private Optional<CallBack> between(Identity target, Optional<Bytes> before, Optional<Bytes> closing) {
        return rows.opening(target, before, closing).map(bad -> {
            long openedAt = LinkEntry.at(bad.key());
            Opening opening = bad.opening().orElseThrow();
            Answer first = opening.answer();
            Optional<LinkEntry> second = closing.flatMap(key -> rows.rating(key, first.scale()));
            Subject subject = opening.subject().orElseThrow();
            Commitment commitment = Commitment.builder(CommitmentKind.CALLBACK, opening.unit(), openedAt)
                    .id(Optional.of(subject.callBackId()))
                    .source(opening.source())
                    .area(opening.area())
                    .dueAt(OptionalLong.of(workingDays.after(openedAt, daysToCallBack, calendar)))
                    .closedAt(closing.map(key -> OptionalLong.of(LinkEntry.at(key)))
                            .orElse(OptionalLong.empty()))
                    .openedBy(Optional.of(new OpeningRating(LinkEntry.id(bad.key()), subject, first)))
                    .secondRating(second.map(rating -> new SecondRating(
                            first.scale(), first.score(), rating.score().orElseThrow(), LinkEntry.at(rating.key()))))
                    .build();
            return new CallBack(commitment, bad.key(), closing, second.map(LinkEntry::key));
        });
    }
}
