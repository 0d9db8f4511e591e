// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Generates reactions: the eight moods below articles on the bureau's web site. A reader who changes their mind sends a
 * higher version.
 */
final class Moods {
    /** In the order of the weights below. */
    private static final List<String> WORDS = List.of("流汗", "新奇", "难过", "搞笑", "愤怒", "同情", "感动", "高兴");

    private record Article(String id, LocalDateTime published, int readers, List<Integer> weights) {}

    private static final List<Article> ARTICLES = List.of(
            new Article("a-0104-out-of-the-office", time(1, 4, 9), 310, List.of(8, 22, 2, 6, 4, 3, 15, 40)),
            new Article("a-0216-first-thousand-homes", time(2, 16, 10), 260, List.of(4, 12, 3, 4, 3, 8, 36, 30)),
            new Article("a-0311-why-the-queue-is-long", time(3, 11, 8), 420, List.of(26, 6, 8, 14, 34, 5, 1, 6)),
            new Article("a-0408-quarter-in-figures", time(4, 8, 15), 290, List.of(12, 20, 2, 9, 8, 2, 10, 37)),
            new Article("a-0512-after-the-flood", time(5, 12, 11), 480, List.of(1, 3, 30, 1, 6, 34, 24, 1)),
            new Article("a-0620-desk-that-never-sleeps", time(6, 20, 9), 330, List.of(5, 16, 1, 10, 2, 4, 28, 34)),
            new Article("a-0718-half-a-year-on", time(7, 18, 7), 240, List.of(7, 14, 2, 5, 6, 4, 26, 36)));

    private static final int DAYS_OF_INTEREST = 24;
    private static final int CHANGE_OF_MIND = 70;

    private final Dice dice;
    private final Mishaps mishaps;
    private final Sheet sheet;

    Moods(long seed, Sheet sheet) {
        this.sheet = sheet;
        dice = new Dice(seed, "moods");
        Dice chance = new Dice(seed, "writing moods down");
        mishaps = new Mishaps(chance, sheet, "reader", entry -> entry.with("mood", chance.oneOf(WORDS)));
    }

    void react() {
        for (Article article : ARTICLES) {
            for (int reader : IntStream.rangeClosed(1, article.readers()).toArray()) {
                react(
                        article,
                        String.format(Locale.ROOT, "reader-%05x", (reader * 7_919 + article.readers()) % 0xfffff));
            }
        }
    }

    private void react(Article article, String reader) {
        LocalDateTime end = article.published().plusDays(DAYS_OF_INTEREST);
        LocalDateTime last = Diary.isOver(end) ? Diary.END : end;
        long seconds = Duration.between(article.published(), last).toSeconds();
        LocalDateTime at = article.published().plusSeconds((long) (seconds * dice.skewed(Diary.isOver(end) ? 1 : 3)));
        SampleRow first = SampleRow.of(
                at,
                at,
                "article",
                article.id(),
                "reader",
                reader,
                "mood",
                WORDS.get(dice.weighted(
                        article.weights().stream().mapToInt(Integer::intValue).toArray())));
        LocalDateTime second = at.plusSeconds(dice.between(20, 3 * 24 * 3600));
        if (dice.chance(CHANGE_OF_MIND) && !Diary.isOver(second)) {
            sheet.receive(at, first);
            sheet.receive(
                    second,
                    first.with("mood", dice.oneOf(WORDS))
                            .version(1)
                            .entered(second)
                            .at(second));
        } else {
            mishaps.record(first);
        }
    }

    private static LocalDateTime time(int month, int day, int hour) {
        return LocalDateTime.of(2011, month, day, hour, 0);
    }
}
