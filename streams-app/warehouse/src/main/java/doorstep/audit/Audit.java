// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import static java.util.stream.Collectors.joining;

import doorstep.exported.DuckDb;
import doorstep.exported.ExportedTables;
import doorstep.exported.ExportedTablesException;
import doorstep.table.Table;
import doorstep.table.Tables;
import doorstep.table.View;
import doorstep.table.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts exported facts again, by statements of SQL that lie beside this class, and compares what they say with the exported
 * results. Reads settings, zone and catalogue as they were exported, so it needs nothing but the tables.
 */
public final class Audit {
    /** How many differences a report lists. */
    public static final int MOST_DIFFERENCES = 100;

    /** Tables of results that are counted again; each has a file of statements of its own. */
    private static final List<String> RESULTS = List.of(
            "visit_counts",
            "feedback_counts",
            "satisfaction_scores",
            "service_levels",
            "reaction_counts",
            "service_desk_counts");

    /** All files of statements, in the order in which they run. */
    private static final List<String> STEPS = Stream.concat(
                    Stream.of("settings", "versions", "calendar", "cells", "call_backs", "duties"), RESULTS.stream())
            .toList();

    private final DuckDb duckDb;

    private Audit(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /** @throws ExportedTablesException if nothing was exported yet, or tables cannot be read */
    public static AuditReport of(ExportedTables exported, AuditScope scope) {
        try (DuckDb duckDb = new DuckDb()) {
            return new Audit(duckDb).run(exported, scope);
        }
    }

    private AuditReport run(ExportedTables exported, AuditScope scope) {
        duckDb.declare(exported, Tables.EXPORTS);
        LastExport last = last();
        Optional<String> incomplete = last.incomplete();
        if (incomplete.isPresent()) {
            return new AuditReport(last.number(), last.asOf(), incomplete, List.of(), List.of(), List.of(), List.of());
        }
        declare(exported);
        duckDb.run("create schema recount; create table recount.scope"
                + " (only_unit varchar, only_window varchar, only_start date)");
        duckDb.update(
                "insert into recount.scope values (?, ?, ?)",
                scope.unit().orElse(null),
                scope.window().orElse(null),
                scope.start().orElse(null));
        STEPS.forEach(it -> duckDb.runFile(Audit.class, it));
        List<AuditReport.Family> families = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        for (Table table : tables(RESULTS)) {
            RowComparison comparison = new RowComparison(duckDb, table);
            comparison.run();
            families.add(comparison.counts());
            comparison.differences(MOST_DIFFERENCES - differences.size()).forEach(differences::add);
        }
        return new AuditReport(last.number(), last.asOf(), incomplete, families, windows(), notCovered(), differences);
    }

    private static List<Table> tables(List<String> names) {
        return Tables.all().stream().filter(it -> names.contains(it.name())).toList();
    }

    /** Tables, and the views that say which version of an event counts. */
    private void declare(ExportedTables exported) {
        List<Table> facts = Tables.all().stream()
                .filter(it -> it.kind() == Table.Kind.FACTS)
                .toList();
        Stream.of(facts, List.of(Tables.SETTINGS), tables(RESULTS))
                .flatMap(List::stream)
                .forEach(it -> duckDb.declare(exported, it));
        for (View view : Views.of(facts)) {
            duckDb.run("create view " + view.name() + " as " + view.sql());
        }
    }

    private record LastExport(long number, Optional<Instant> asOf, boolean resultsComplete, boolean factsComplete) {
        Optional<String> incomplete() {
            if (resultsComplete && factsComplete) {
                return Optional.empty();
            }
            return Optional.of(
                    resultsComplete
                            ? "facts end before the input topics did, for the pipeline had not read on"
                            : "results were read before the pipeline had counted all events that there were");
        }
    }

    private LastExport last() {
        return duckDb
                .rows(
                        "select number, epoch_ms(as_of_2), results_complete, facts_complete from exports"
                                + " order by number desc limit 1",
                        row -> {
                            long asOf = row.getLong(2);
                            return new LastExport(
                                    row.getLong(1),
                                    row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(asOf)),
                                    row.getBoolean(3),
                                    row.getBoolean(4));
                        })
                .stream()
                .findFirst()
                .orElseThrow(() -> new ExportedTablesException("nothing was exported there yet"));
    }

    private List<String> windows() {
        return duckDb.rows("select distinct \"window\" from recount.day_windows order by 1", row -> row.getString(1));
    }

    private List<String> notCovered() {
        List<String> notCovered = new ArrayList<>();
        String rolling = String.join(
                ", ",
                duckDb.rows(
                        "select \"window\" from (select unnest(regexp_extract_all(recount.setting('windows'), '\\w+'))"
                                + " as \"window\") where starts_with(\"window\", 'LAST_')",
                        row -> row.getString(1)));
        if (!rolling.isEmpty()) {
            notCovered.add(rolling + " (rolling windows)");
        }
        String others = Tables.all().stream()
                .filter(it -> it.kind() == Table.Kind.LATEST && !RESULTS.contains(it.name()))
                .map(Table::name)
                .collect(joining(", "));
        if (!others.isEmpty()) {
            notCovered.add(others + " (not counted again)");
        }
        // Where the facts begin: records before that may be in the results.
        notCovered.addAll(duckDb.rows(
                "select it.key || ' before offset ' || it.value from (select unnest(map_entries(starts)) as it from"
                        + " (select starts from exports where number = since order by number desc limit 1))"
                        + " where it.value > 0 and regexp_matches(it.key, '(visits|feedback|commitments)-[0-9]+$')"
                        + " order by it.key",
                row -> row.getString(1)));
        duckDb.rows(
                "select 1 from (select unnest(map_entries(starts)) as it from exports where number = 1)"
                        + " where it.value > 0 and regexp_matches(it.key, 'rejected-[0-9]+$') limit 1",
                row -> notCovered.add(
                        "records with an unknown schema that were refused before doorstep.rejected begins"));
        return notCovered;
    }
}
