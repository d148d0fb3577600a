package io.thermocline.jdbc.internal.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcTypesTest {
  @Test
  void everySpellingIsReadBack() {
    for (TypeCode code : TypeCode.values()) {
      WireType type =
          switch (code) {
            case DECIMAL -> WireType.decimal(12, 2);
            case ARRAY -> WireType.array(WireType.array(WireType.decimal(30, 0)));
            default -> WireType.of(code);
          };
      assertThat(JdbcTypes.parse(type.sqlName())).contains(type);
      assertThat(JdbcTypes.javaClass(type)).isNotNull();
      assertThat(JdbcTypes.displaySize(type)).isPositive();
    }
  }

  @Test
  void otherSpellingsOfPostgresAreKnown() {
    assertThat(JdbcTypes.parse("character varying(20)")).contains(WireType.of(TypeCode.TEXT));
    assertThat(JdbcTypes.parse("numeric")).contains(WireType.decimal(38, 0));
    assertThat(JdbcTypes.parse("TIMESTAMPTZ")).contains(WireType.of(TypeCode.TIMESTAMP_TZ));
    for (String unknown : List.of("", "hstore", "numeric(x,y)", "numeric(99,1)", "[]")) {
      assertThat(JdbcTypes.parse(unknown)).isEmpty();
    }
    assertThat(JdbcTypes.sqlType(WireType.of(TypeCode.TIMESTAMP_TZ)))
        .isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
  }
}
