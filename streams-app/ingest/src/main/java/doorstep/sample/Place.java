package doorstep.sample;

/** Two levels below the city, of units or of areas. An empty one is that of the level above. */
record Place(String district, String name) {
    static final Place CITY = new Place("", "");
    static final Place UNKNOWN = CITY;

    static Place of(Station station) {
        return new Place(station.district(), station.name());
    }
}
