package doorstep.link;

import doorstep.event.Commitment;
import doorstep.event.Identity;
import doorstep.link.Mention.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/**
 * Call-backs of a subject and question. In the order of (time, topic, id), a bad rating opens one unless one is open; a
 * follow-up visit or another rating ends it. So each stretch between two mentions that close holds one at the most: it
 * begins with the first bad rating in the stretch and ends with the mention at the stretch's end. That is why a mention
 * that comes or goes changes nothing beyond the nearest closing ones, which are found without reading what lies between.
 */
final class CallBacks {
    private final LinkRows rows;
    private final OrgCalendar calendar;
    private final WorkingDays workingDays;
    private final int daysToCallBack;

    CallBacks(LinkRows rows, OrgCalendar calendar, WorkingDays workingDays, int daysToCallBack) {
        this.rows = rows;
        this.calendar = calendar;
        this.workingDays = workingDays;
        this.daysToCallBack = daysToCallBack;
    }

    /** All that a mention at this place can have to do with, as the rows stand: two at the most. */
    List<Commitment> around(Bytes place) {
        Bytes closing = Mention.withRole(place, Role.CLOSES);
        Optional<Bytes> before = rows.before(closing);
        Optional<Bytes> after = rows.after(closing);
        Identity target = Mention.target(place);
        List<Commitment> callBacks = new ArrayList<>(2);
        if (rows.has(closing)) {
            between(target, before, Optional.of(closing)).ifPresent(callBacks::add);
            between(target, Optional.of(closing), after).ifPresent(callBacks::add);
        } else {
            between(target, before, after).ifPresent(callBacks::add);
        }
        return callBacks;
    }

    private Optional<Commitment> between(Identity target, Optional<Bytes> before, Optional<Bytes> closing) {
        return rows.opening(target, before, closing).map(bad -> {
            long openedAt = Mention.at(bad.key());
            return Commitment.callBack(
                    bad.opening().orElseThrow().unit(),
                    bad.opening().orElseThrow().area(),
                    openedAt,
                    workingDays.after(openedAt, daysToCallBack, calendar),
                    closing.map(key -> OptionalLong.of(Mention.at(key))).orElse(OptionalLong.empty()));
        });
    }
}
