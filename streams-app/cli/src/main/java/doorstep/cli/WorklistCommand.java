// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.WorkItem;
import doorstep.cluster.ClusterException;
import doorstep.config.ConfigurationException;
import doorstep.event.CommitmentKind;
import doorstep.event.TreePath;
import doorstep.feed.CollectedFigures;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.figures.FlatRow;
import doorstep.question.Access;
import doorstep.question.Answers;
import doorstep.question.Moment;
import doorstep.question.Moments;
import doorstep.question.QuestionException;
import doorstep.question.WorklistAnswer;
import doorstep.question.WorklistQuestion;
import doorstep.rights.Part;
import doorstep.rows.RowChange;
import doorstep.tally.WindowKind;
import doorstep.text.FigureFormat;
import doorstep.wire.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "worklist",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what is owed as of as-of: duties to visit, requests, suggestions, and call-backs after bad ratings,",
            "with their age and the days until they are due, or since. Days are local dates; overdue means that the",
            "minute of the due time is at or before as-of. On a terminal, what is overdue is red, and what is due today",
            "or tomorrow is yellow (NO_COLOR=1: neither).",
            "What opens after as-of is listed apart, and is in no total. As-of, its age, how much input, at most, is not in",
            "the rows yet, and how much ends after as-of, so that it is not listed any more, go to stderr.",
            "Each row ends with an event, which names the row's id:",
            "  DUTY                 a visit with fulfils=ID, at or after the opening; or the commitment with closedAt.",
            "                       A duty that came back (openedBy): a visit on a later date; the next row replaces it",
            "  REQUEST, SUGGESTION  the commitment again, with a higher revision and closedAt",
            "  CALLBACK             a visit with category=FOLLOW_UP and fulfils=ID, after the rating; or a rating of the",
            "                       same subject and question that is not bad",
            "Send it with any producer, or doorstep ingest; the row is gone as soon as the pipeline has read it."
        },
        footer = {
            "",
            "Examples:",
            "  doorstep worklist --unit City/North --overdue",
            "  doorstep worklist --kind CALLBACK --sort age --limit 20",
            "  doorstep worklist --due-within 3d --csv"
        })
final class WorklistCommand extends PartCommand {
    @ParentCommand
    private Main doorstep;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            defaultValue = TreePath.ROOT,
            description = "Only what this unit or one below it owes (default: all units).")
    private String unit;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only this kind: ${COMPLETION-CANDIDATES}.")
    private Optional<CommitmentKind> kind = Optional.empty();

    @Option(
            names = "--category",
            paramLabel = "CODE,...",
            split = ",",
            description = "Only these categories; call-backs have none.")
    private Set<String> categories = new TreeSet<>();

    @Option(names = "--overdue", description = "Only what is overdue.")
    private boolean overdue;

    @Option(
            names = "--due-within",
            paramLabel = "DAYS",
            description = "Only what falls due after as-of and at most so many local dates ahead: 0d is today, 3d.")
    private Optional<Duration> dueWithin = Optional.empty();

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "DUE",
            description =
                    "${COMPLETION-CANDIDATES}: the oldest first, or what is due first; what is never due comes last"
                            + " (default: ${DEFAULT-VALUE}).")
    private WorklistQuestion.Order order;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "List at most so many rows (default: all). Totals count all of them.")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private RowFormat format;

    WorklistCommand() {
        super(Part.READER);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        WorklistQuestion question = asked(this::question);
        Cluster cluster = options.open("worklist");
        try {
            CollectedFigures collected = RowFeed.once(
                    cluster.config(),
                    cluster.schemas(),
                    List.of(Topics.WORKLIST, Topics.SERVICE_LEVELS), // the latter for the names of units
                    WorklistCommand::namesAUnit,
                    Clock.systemUTC());
            FigureSettings settings =
                    FigureSettings.of(collected.pipeline().settings(), cluster.config(), Map.of(), err::println);
            Moment moment = Moments.of(collected.pipeline(), settings);
            Answers answers = new Answers(collected.rows(), () -> moment);
            WorklistAnswer open = asked(() -> answers.worklist(question, Access.root()));
            WorklistAnswer later = asked(() -> answers.worklist(question.ofLater(), Access.root()));
            err.println(cluster.config().topics().of(Topics.WORKLIST) + ", " + WorklistFormat.totals(open) + "; "
                    + AsOfLine.of(
                            cluster.config().topics(),
                            collected.pipeline(),
                            List.of(Topics.SERVICE_LEVELS),
                            settings.zone(),
                            Instant.now()));
            WorklistFormat.endingsBeyond(open).ifPresent(err::println);
            print(open, later, new WorklistFormat(settings), err);
        } finally {
            cluster.closeAfterOthers(err::println);
        }
        return 0;
    }

    /** Whatever windows there are: units have rows of all of them. */
    private static boolean namesAUnit(RowChange row) {
        return row.kind() != WindowKind.DAY && row.cell().slice().isTotal();
    }

    private WorklistQuestion question() {
        WorklistQuestion question = WorklistQuestion.of(unit).by(order);
        question = kind.map(question::ofKind).orElse(question);
        question = question.ofCategories(categories);
        question = overdue ? question.onlyOverdue() : question;
        question = dueWithin.isPresent() ? question.dueWithin(dates(dueWithin.get())) : question;
        if (limit.filter(it -> it < 1).isPresent()) {
            throw new ConfigurationException("--limit is " + limit.get() + "; it must be 1 or more");
        }
        return limit.map(question::top).orElse(question);
    }

    private static int dates(Duration duration) {
        if (!duration.equals(Duration.ofDays(duration.toDays())) || duration.toDays() > WorklistQuestion.MOST_DATES) {
            throw new ConfigurationException(
                    "--due-within counts local dates; write for example 0d, 3d or 14d, at most "
                            + WorklistQuestion.MOST_DATES + "d");
        }
        return (int) duration.toDays();
    }

    /** Says in the words of the command line why there is no answer. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (QuestionException e) {
            if (e.fault() == QuestionException.Fault.NOT_READY) {
                throw new ClusterException(e.getMessage(), e);
            }
            throw new ConfigurationException(e.getMessage()
                    + (e.allowed().isEmpty()
                            ? ""
                            : "; did you mean '" + e.allowed().get(0) + "'?"));
        }
    }

    private void print(WorklistAnswer open, WorklistAnswer later, WorklistFormat table, PrintWriter err) {
        if (!format.isTable()) {
            List<FlatRow> rows = new ArrayList<>();
            open.rows().forEach(row -> rows.add(WorklistFormat.flat(row, false)));
            later.rows().forEach(row -> rows.add(WorklistFormat.flat(row, true)));
            format.print(
                    rows,
                    WorkItem.getClassSchema(),
                    WorklistFormat.names(),
                    List.of(),
                    spec.commandLine().getOut());
        } else {
            ColourWriter out = doorstep.inColours();
            if (!open.rows().isEmpty()) {
                table.print(open.rows(), out);
            }
            if (!later.rows().isEmpty()) {
                out.println("", ColourWriter.Colour.NONE);
                out.println("Opens after as-of, not in the totals:", ColourWriter.Colour.NONE);
                table.print(later.rows(), out);
            }
        }
        sayWhatIsLeftOut("open", open.rows().size(), open.totals().open(), err);
        sayWhatIsLeftOut("later", later.rows().size(), later.later(), err);
    }

    private static void sayWhatIsLeftOut(String what, long listed, long all, PrintWriter err) {
        if (listed < all) {
            err.println("Listed are the first " + FigureFormat.count(listed) + " of " + FigureFormat.count(all) + " "
                    + what + " rows; --limit lists more.");
        }
    }
}
