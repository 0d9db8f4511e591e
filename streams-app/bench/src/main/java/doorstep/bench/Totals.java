package doorstep.bench;

import doorstep.bench.Traffic.Delivery;
import doorstep.bench.Traffic.Kind;

/** What the input adds up to, counted while it is made: every contender's output is compared with this. */
final class Totals {
    private static final int WINDOW_HOURS = 24;

    private final Hours deliveries = new Hours();
    private final Hours survivors = new Hours();
    private final long[] byArea = new long[Traffic.AREAS];
    private final long[] byChannel = new long[Traffic.CHANNELS];
    private final long[] byTopic = new long[Traffic.TOPICS];
    private long ids;
    private long repeated;
    private long corrected;

    /** Number and sum of scores by leaf and hour. */
    private static final class Hours {
        final long[][] count = new long[Units.LEAVES][Traffic.HOURS];
        final long[][] sum = new long[Units.LEAVES][Traffic.HOURS];

        void add(Answer answer, int sign) {
            int hour = Traffic.hourOf(answer.at());
            count[answer.leaf()][hour] += sign;
            sum[answer.leaf()][hour] += (long) sign * answer.score();
        }

        Figures hourly() {
            Figures figures = new Figures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    figures.add(Units.name(leaf), Traffic.startOfHour(hour), count[leaf][hour], sum[leaf][hour]);
                }
            }
            return figures;
        }

        Figures sliding() {
            Figures figures = new Figures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    for (int start = hour - WINDOW_HOURS + 1; start <= hour; start++) {
                        figures.add(Units.name(leaf), Traffic.startOfHour(start), count[leaf][hour], sum[leaf][hour]);
                    }
                }
            }
            return figures;
        }

        Figures byPrefix() {
            Figures figures = new Figures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                String name = Units.name(leaf);
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    for (String prefix :
                            new String[] {name, name.substring(0, name.lastIndexOf('/')), Units.CITY, Figures.ALL}) {
                        figures.add(prefix, Figures.EVER, count[leaf][hour], sum[leaf][hour]);
                    }
                }
            }
            return figures;
        }

        Figures whole() {
            Figures figures = new Figures();
            for (int leaf = 0; leaf < Units.LEAVES; leaf++) {
                for (int hour = 0; hour < Traffic.HOURS; hour++) {
                    figures.add(Figures.ALL, Figures.EVER, count[leaf][hour], sum[leaf][hour]);
                }
            }
            return figures;
        }
    }

    void take(Delivery delivery) {
        deliveries.add(delivery.answer(), 1);
        if (delivery.kind() == Kind.REPEATED) {
            repeated++;
            return;
        }
        survive(delivery.answer(), 1);
        if (delivery.kind() == Kind.CORRECTED) {
            corrected++;
            survive(delivery.before(), -1);
        } else {
            ids++;
        }
    }

    private void survive(Answer answer, int sign) {
        survivors.add(answer, sign);
        byArea[answer.area()] += sign;
        byChannel[answer.channel()] += sign;
        byTopic[answer.topic()] += sign;
    }

    long ids() {
        return ids;
    }

    long repeated() {
        return repeated;
    }

    long corrected() {
        return corrected;
    }

    long deliveries() {
        return ids + repeated + corrected;
    }

    /** The number of all deliveries, and nothing more. */
    Figures ofNumber() {
        Figures figures = new Figures();
        figures.add(Figures.ALL, Figures.EVER, deliveries(), 0);
        return figures;
    }

    /** The number of all deliveries and the sum of their scores. */
    Figures ofEverything() {
        return deliveries.whole();
    }

    /** Every window of 24 hours that begins with an hour, of every leaf; all deliveries. */
    Figures ofSlidingWindows() {
        return deliveries.sliding();
    }

    /** Every hour of every leaf; survivors. */
    Figures ofHours() {
        return survivors.hourly();
    }

    /** Every unit and prefix, all time; survivors. */
    Figures ofUnits() {
        return survivors.byPrefix();
    }

    /** {@link #ofUnits}, and the answers (not their sums) by each breakdown value at the root. */
    Figures ofUnitsAndBreakdowns() {
        Figures figures = ofUnits();
        for (int i = 0; i < byArea.length; i++) {
            figures.add("*|area=" + Answer.area(i), Figures.EVER, byArea[i], 0);
        }
        for (int i = 0; i < byChannel.length; i++) {
            figures.add("*|channel=" + Answer.channel(i), Figures.EVER, byChannel[i], 0);
        }
        for (int i = 0; i < byTopic.length; i++) {
            figures.add("*|topic=" + Answer.topic(i), Figures.EVER, byTopic[i], 0);
        }
        return figures;
    }
}
