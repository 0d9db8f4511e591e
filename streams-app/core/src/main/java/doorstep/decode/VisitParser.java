// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import doorstep.avro.Visit;
import doorstep.event.Event;
import doorstep.event.Link;
import doorstep.event.Minutes;
import doorstep.event.TreePath;
import doorstep.wire.Identities;
import java.util.Optional;

/** Checks and parses records of {@code doorstep.visits}. */
public final class VisitParser implements EventParser<Visit> {
    @Override
    public String id(Visit visit) {
        return visit.getId();
    }

    @Override
    public long revision(Visit visit) {
        return visit.getRevision();
    }

    @Override
    public boolean withdrawn(Visit visit) {
        return visit.getWithdrawn();
    }

    @Override
    public void check(Visit visit, FieldFaults faults) {
        faults.notNegative("revision", visit.getRevision());
        faults.code("source", visit.getSource());
        faults.path("unit", visit.getUnit());
        faults.optionalPath("area", visit.getArea());
        faults.code("category", visit.getCategory());
        faults.code("mode", visit.getMode());
        faults.notNegative("households", visit.getHouseholds());
        faults.notNegative("people", visit.getPeople());
        faults.notNegative("feedbackAsked", visit.getFeedbackAsked());
        faults.optionalTarget("fulfils", visit.getFulfils());
        faults.past("occurredAt", visit.getOccurredAt());
        faults.past("recordedAt", visit.getRecordedAt());
    }

    @Override
    public Optional<Event> event(Visit visit) {
        return Optional.of(
                doorstep.event.Visit.builder(Minutes.of(visit.getOccurredAt()), new TreePath(visit.getUnit()))
                        .area(Optional.ofNullable(visit.getArea()).map(TreePath::new))
                        .category(visit.getCategory())
                        .mode(visit.getMode())
                        .households(visit.getHouseholds())
                        .people(visit.getPeople())
                        .feedbackAsked(visit.getFeedbackAsked())
                        .fulfils(Optional.ofNullable(visit.getFulfils())
                                .map(id -> new Link(
                                        Identities.of(id), visit.getOccurredAt().toEpochMilli())))
                        .build());
    }
}
