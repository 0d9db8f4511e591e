// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.avro.Visit;

/** Makes visits from rows. */
final class VisitMaker implements EventMaker {
    private final CommonFields common;
    private final Field<String> category;
    private final Field<String> mode;
    private final Field<Integer> households;
    private final Field<Integer> people;
    private final Field<Integer> feedbackAsked;
    private final Field<String> fulfils;

    VisitMaker(Fields fields) {
        common = new CommonFields(fields, fields.neededTime("occurredAt"));
        category = fields.needed("category", fields.code("category"));
        mode = fields.needed("mode", fields.code("mode"));
        households = fields.count("households");
        people = fields.count("people");
        feedbackAsked = fields.count("feedbackAsked");
        fulfils = fields.target("fulfils");
    }

    @Override
    public Made make(RowInFile row, PipelineLimits limits) throws BadValue {
        CommonFields.Read shared = common.read(row, limits);
        Visit visit = new Visit();
        visit.setId(shared.id());
        visit.setRevision(shared.revision());
        visit.setSource(shared.source());
        visit.setUnit(shared.unit());
        visit.setArea(shared.area());
        visit.setOccurredAt(shared.occurredAt());
        visit.setRecordedAt(shared.recordedAt());
        visit.setWithdrawn(shared.withdrawn());
        visit.setCategory(category.read(row).orElseThrow());
        visit.setMode(mode.read(row).orElseThrow());
        visit.setHouseholds(households.read(row).orElse(0));
        visit.setPeople(people.read(row).orElse(0));
        visit.setFeedbackAsked(feedbackAsked.read(row).orElse(0));
        visit.setFulfils(fulfils.read(row).orElse(null));
        return new Made(visit);
    }
}
