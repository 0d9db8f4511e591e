// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.event.CommitmentKind;
import doorstep.event.TreePath;
import doorstep.question.Access;
import doorstep.question.Answers;
import doorstep.question.WorklistAnswer.Row;
import doorstep.question.WorklistQuestion;
import doorstep.text.FigureFormat;
import doorstep.text.Table;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Prints how many call-backs and duties to visit are open at each unit, those with the most overdue ones first. */
final class OpenByUnit {
    private static final int LISTED = 8;

    private final List<Load> units;
    private final Load all;

    /** What is open at a unit, without those below it. */
    private record Load(String unit, List<Row> rows) {
        long overdue() {
            return rows.stream().filter(Row::overdue).count();
        }

        List<String> cells(String rank) {
            Load calls = of(CommitmentKind.CALLBACK);
            Load duties = of(CommitmentKind.DUTY);
            return List.of(
                    rank,
                    unit,
                    FigureFormat.count(calls.rows.size()),
                    FigureFormat.count(calls.overdue()),
                    FigureFormat.count(duties.rows.size()),
                    FigureFormat.count(duties.overdue()));
        }

        private Load of(CommitmentKind kind) {
            return new Load(
                    unit,
                    rows.stream()
                            .filter(row -> row.item().getKind().equals(kind.name()))
                            .toList());
        }
    }

    OpenByUnit(List<Row> worklist) {
        List<Row> rows = worklist.stream()
                .filter(row -> row.item().getKind().equals(CommitmentKind.CALLBACK.name())
                        || row.item().getKind().equals(CommitmentKind.DUTY.name()))
                .toList();
        all = new Load("all units", rows);
        units = rows.stream().collect(Collectors.groupingBy(row -> row.item().getUnit())).entrySet().stream()
                .map(it -> new Load(it.getKey(), it.getValue()))
                .sorted(Comparator.comparingLong(Load::overdue)
                        .thenComparingLong(unit -> unit.rows().size())
                        .reversed()
                        .thenComparing(Load::unit))
                .toList();
    }

    static OpenByUnit of(Answers answers) {
        WorklistQuestion question = WorklistQuestion.of(TreePath.ROOT);
        return new OpenByUnit(answers.worklist(question, Access.root()).rows());
    }

    void print(PrintWriter out) {
        out.println("Open call-backs and duties to visit by station, those with most overdue first");
        Table table = new Table()
                .number("")
                .text("unit")
                .number("call-backs")
                .number("overdue")
                .number("duties")
                .number("overdue");
        table.line(all.cells(""));
        int listed = Math.min(LISTED, units.size());
        for (int i = 0; i < listed; i++) {
            table.line(units.get(i).cells(String.valueOf(i + 1)));
        }
        table.print(out, "  ");
        out.println("  and " + (units.size() - listed)
                + " more units; whom to ring back and whom to visit: ./doorstep worklist --overdue");
    }
}
