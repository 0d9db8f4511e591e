// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.time.Instant;

/** The fields that all kinds of events have. */
final class CommonFields {
    /**
     * Their values in one row.
     *
     * @param area null if there is none
     */
    record Read(
            String id,
            long revision,
            String source,
            String unit,
            String area,
            Instant occurredAt,
            Instant recordedAt,
            boolean withdrawn) {}

    private final Field<String> id;
    private final Field<Long> revision;
    private final Field<String> source;
    private final Field<String> unit;
    private final Field<String> area;
    private final TimeField occurredAt;
    private final TimeField recordedAt;
    private final Field<Boolean> withdrawn;

    /** @param occurs the field that {@code occurredAt} is read from */
    CommonFields(Fields fields, TimeField occurs) {
        id = fields.needed("id", fields.id("id"));
        revision = fields.revision("revision");
        source = fields.needed("source", fields.code("source"));
        unit = fields.needed("unit", fields.path("unit"));
        area = fields.path("area");
        occurredAt = occurs;
        recordedAt = fields.time("recordedAt");
        withdrawn = fields.flag("withdrawn");
    }

    Read read(RowInFile row, PipelineLimits limits) throws BadValue {
        Instant occurred = occurredAt.read(row, limits).orElseThrow();
        return new Read(
                id.read(row).orElseThrow(),
                revision.read(row).orElse(0L),
                source.read(row).orElseThrow(),
                unit.read(row).orElseThrow(),
                area.read(row).orElse(null),
                occurred,
                recordedAt.read(row, limits).orElse(occurred),
                withdrawn.read(row).orElse(false));
    }
}
