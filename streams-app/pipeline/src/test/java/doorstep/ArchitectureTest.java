package doorstep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import doorstep.family.Family;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages. Draw a new one here first, and only if it does not make a circle. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("doorstep");

    private static final List<String> PACKAGES = List.of(
            "app",
            "assessment",
            "catalogue",
            "codec",
            "event",
            "family",
            "decode",
            "ledger",
            "link",
            "replay",
            "settings",
            "store",
            "tally",
            "topology",
            "window",
            "wire");

    /** Package, then the packages that it may use. */
    static Stream<Arguments> arrows() {
        return Stream.of(
                arrow("codec"),
                arrow("event"),
                arrow("settings"),
                arrow("tally", "codec"),
                arrow("catalogue", "event"),
                arrow("wire", "event"),
                arrow("decode", "event", "wire"),
                arrow("store", "codec"),
                arrow("ledger", "codec", "event"),
                arrow("link", "catalogue", "codec", "event", "ledger", "tally", "window", "wire"),
                arrow("family", "catalogue", "event", "tally", "wire"),
                arrow("assessment", "event", "family", "tally"),
                arrow("window", "codec", "event", "family", "tally"),
                arrow(
                        "topology",
                        "catalogue",
                        "codec",
                        "event",
                        "family",
                        "decode",
                        "ledger",
                        "link",
                        "settings",
                        "store",
                        "tally",
                        "window",
                        "wire"));
    }

    private static Arguments arrow(String from, String... to) {
        return Arguments.of(from, List.of(to));
    }

    private static String[] named(Stream<String> packages) {
        return packages.map(name -> "doorstep." + name + "..").toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0} uses {1}")
    @MethodSource("arrows")
    void shouldPointOneWay(String from, List<String> to) {
        noClasses()
                .that()
                .resideInAPackage("doorstep." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        named(PACKAGES.stream().filter(other -> !other.equals(from) && !to.contains(other))))
                .check(CLASSES);
    }

    @Test
    void shouldKnowEveryPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(named(Stream.concat(PACKAGES.stream(), Stream.of("avro"))))
                .should()
                .resideInAPackage("doorstep..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldGoRoundInNoCircle() {
        slices().matching("doorstep.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Their arithmetic needs nothing but Java, so that it can be tested, and read, without anything else. */
    @Test
    void shouldKeepArithmeticPlain() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("codec", "event", "tally")))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "doorstep.codec..", "doorstep.event..", "doorstep.tally..")
                .check(CLASSES);
    }

    /** Families are definitions: the engine counts whatever they say and names none of them. */
    @Test
    void shouldNameNoFamilyOutsideTheListOfFamilies() {
        String[] families = Stream.of(
                        "VisitCounts",
                        "FeedbackCounts",
                        "SatisfactionScores",
                        "ReactionCounts",
                        "ServiceLevels",
                        "ServiceDesks")
                .map(name -> "doorstep.family." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("doorstep.family.Families")
                .and()
                .haveNameNotMatching("(" + String.join("|", families) + ").*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(String.join("|", Arrays.asList(families)))
                .check(CLASSES);
    }

    /** Whatever families there may be one day. */
    @Test
    void shouldImportNoFamilyIntoTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("doorstep.family..")
                .should()
                .dependOnClassesThat(assignableTo(Family.class).and(not(INTERFACES)))
                .check(CLASSES);
    }

    @Test
    void shouldTouchGeneratedClassesOnlyAtTheEdges() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("catalogue", "ledger", "window")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("doorstep.avro..")
                .check(CLASSES);
    }

    /** Kafka Streams is for stores and the topology; whoever parses and counts does without. */
    @Test
    void shouldKeepStreamsOutOfParsingAndFamilies() {
        noClasses()
                .that()
                .resideInAnyPackage(named(Stream.of("catalogue", "family", "decode", "store", "wire")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(CLASSES);
    }

    /** A clock is passed in; figures depend on none. */
    @Test
    void shouldReadNoClockInTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        named(PACKAGES.stream().filter(name -> !name.equals("app") && !name.equals("replay"))))
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(CLASSES);
    }
}
