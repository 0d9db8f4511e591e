// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.catalogue.Catalogue;
import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.List;
import java.util.Optional;
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
    private final DutyFold duties;
    private final CallBackFold callBacks;

    /**
     * @param commitments the current version of a commitment; empty if there is none, or it is withdrawn
     * @param catalogue says which duties come back
     * @param daysToCallBack working days
     */
    public Fulfilment(
            Function<Identity, Optional<Event>> commitments,
            LinkStore links,
            OrgCalendar calendar,
            Catalogue catalogue,
            WorkingDays workingDays,
            int daysToCallBack) {
        this.commitments = commitments;
        rows = links;
        duties = new DutyFold(rows, calendar, catalogue);
        callBacks = new CallBackFold(rows, calendar, workingDays, daysToCallBack);
    }

    /** A commitment combined with what visits have done about it so far: several if it is a duty that came back. */
    public List<Commitment> counted(Identity id, Commitment commitment) {
        return commitment.kind() == CommitmentKind.DUTY
                ? commitments(duties.all(id, commitment), Occurrence::commitment)
                : List.of(commitment);
    }

    /** A duty as it counts so far. */
    public List<Occurrence> occurrences(Identity id, Commitment duty) {
        return duties.all(id, duty);
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
        take(change, key -> near(key, target, duty), figures);
    }

    private List<Commitment> near(Bytes key, Identity target, Optional<Commitment> duty) {
        return duty.map(it -> commitments(duties.near(target, it, key), Occurrence::commitment))
                .orElse(List.of());
    }

    private void takeCallBack(LinkChange change, Figures figures) {
        take(change, key -> commitments(callBacks.near(key), CallBack::commitment), figures);
    }

    /** @param near all that is owed and can be affected by an entry with a key, according to the current rows */
    private void take(LinkChange change, Function<Bytes, List<Commitment>> near, Figures figures) {
        Bytes key = change.linkEntry().key();
        List<Commitment> before = near.apply(key);
        apply(change);
        List<Commitment> after = near.apply(key);
        before.stream().filter(owed -> !after.contains(owed)).forEach(figures.subtract());
        after.stream().filter(owed -> !before.contains(owed)).forEach(figures.add());
    }

    private static <T> List<Commitment> commitments(List<T> owed, Function<T, Commitment> commitment) {
        return owed.stream().map(commitment).toList();
    }

    private void apply(LinkChange change) {
        if (change.comes()) {
            rows.put(change.linkEntry());
        } else {
            rows.remove(change.linkEntry().key());
        }
    }
}
