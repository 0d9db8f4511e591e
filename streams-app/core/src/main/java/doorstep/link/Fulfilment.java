// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;

/**
 * Tracks the outcome of everything owed in one partition, from its commitments and the link entries that name them.
 * Both may come in any order; figures always follow from what is there.
 */
public final class Fulfilment {
    /** Takes changes: what is owed and no longer counts as it did, and what counts from now on. */
    public record Figures(Consumer<Commitment> subtract, Consumer<Commitment> add) {}

    private final Function<Identity, Optional<Event>> commitments;
    private final LinkStore rows;
    private final CallBackFold callBacks;

    /**
     * @param commitments the current version of a commitment; empty if there is none, or it is withdrawn
     * @param daysToCallBack working days
     */
    public Fulfilment(
            Function<Identity, Optional<Event>> commitments,
            LinkStore links,
            OrgCalendar calendar,
            WorkingDays workingDays,
            int daysToCallBack) {
        this.commitments = commitments;
        rows = links;
        callBacks = new CallBackFold(rows, calendar, workingDays, daysToCallBack);
    }

    /** A commitment combined with what visits have done about it so far. */
    public Commitment counted(Identity id, Commitment commitment) {
        return commitment.kind() == CommitmentKind.DUTY
                ? commitment.visited(rows.firstVisit(id, commitment.openedAt()))
                : commitment;
    }

    /** Takes changes of link entries, in their order, and applies what they cause to the figures. */
    public void take(List<LinkChange> changes, Figures figures) {
        for (LinkChange change : changes) {
            if (LinkEntry.role(change.linkEntry().key()) == Role.VISIT) {
                takeVisit(change, figures);
            } else {
                takeCallBack(change, figures);
            }
        }
    }

    /** The call-backs next to an entry: all that it can open, end or rate again. */
    public List<CallBack> callBacks(Bytes key) {
        return callBacks.near(key);
    }

    private void takeVisit(LinkChange change, Figures figures) {
        Identity target = LinkEntry.target(change.linkEntry().key());
        Optional<Commitment> duty = commitments
                .apply(target)
                .map(Commitment.class::cast)
                .filter(commitment -> commitment.kind() == CommitmentKind.DUTY);
        OptionalLong before = firstVisit(target, duty);
        apply(change);
        OptionalLong after = firstVisit(target, duty);
        if (!before.equals(after)) {
            figures.subtract().accept(duty.orElseThrow().visited(before));
            figures.add().accept(duty.orElseThrow().visited(after));
        }
    }

    private OptionalLong firstVisit(Identity target, Optional<Commitment> duty) {
        return duty.isPresent() ? rows.firstVisit(target, duty.get().openedAt()) : OptionalLong.empty();
    }

    private void takeCallBack(LinkChange change, Figures figures) {
        Bytes key = change.linkEntry().key();
        List<Commitment> before = commitments(callBacks.near(key));
        apply(change);
        List<Commitment> after = commitments(callBacks.near(key));
        for (Commitment callBack : before) {
            if (!after.remove(callBack)) {
                figures.subtract().accept(callBack);
            }
        }
        after.forEach(figures.add());
    }

    private static List<Commitment> commitments(List<CallBack> callBacks) {
        List<Commitment> commitments = new ArrayList<>(2);
        callBacks.forEach(callBack -> commitments.add(callBack.commitment()));
        return commitments;
    }

    private void apply(LinkChange change) {
        if (change.comes()) {
            rows.put(change.linkEntry());
        } else {
            rows.remove(change.linkEntry().key());
        }
    }
}
