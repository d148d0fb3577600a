package io.thermocline.server.session;

import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.StatementKind;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireType;
import io.thermocline.server.query.Notice;
import io.thermocline.server.query.Prepared;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// Data types, columns and notices as the wire spells them.
final class WireTypes {
  private WireTypes() {}

  static WireType of(DataType type) {
    return switch (type) {
      case DecimalType d -> WireType.decimal(d.precision(), d.scale());
      case ArrayType a -> WireType.array(of(a.element()));
      case ScalarType s -> WireType.of(code(s));
    };
  }

  private static TypeCode code(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> TypeCode.BOOLEAN;
      case INT16 -> TypeCode.INT16;
      case INT32 -> TypeCode.INT32;
      case INT64 -> TypeCode.INT64;
      case FLOAT32 -> TypeCode.FLOAT32;
      case FLOAT64 -> TypeCode.FLOAT64;
      case TEXT -> TypeCode.TEXT;
      case BYTES -> TypeCode.BYTES;
      case DATE -> TypeCode.DATE;
      case TIME -> TypeCode.TIME;
      case TIMESTAMP -> TypeCode.TIMESTAMP;
      case TIMESTAMP_TZ -> TypeCode.TIMESTAMP_TZ;
      case INTERVAL -> TypeCode.INTERVAL;
      case UUID -> TypeCode.UUID;
      case JSON -> TypeCode.JSON;
    };
  }

  static ColumnInfo column(Field field) {
    return new ColumnInfo(field.name(), of(field.type()), field.nullable());
  }

  static StatementKind kind(Prepared.Kind kind) {
    return switch (kind) {
      case SQL -> StatementKind.SQL;
      case QUESTION -> StatementKind.QUESTION;
      case EXPLAIN -> StatementKind.EXPLAIN;
      case SESSION -> StatementKind.SESSION;
    };
  }

  /// The notices, at most as many as a message holds.
  static List<WireNotice> notices(List<Notice> notices) {
    return notices.stream().limit(ProtocolLimits.MAX_NOTICES).map(WireTypes::notice).toList();
  }

  private static WireNotice notice(Notice notice) {
    String value = notice.value() == null ? "" : notice.value();
    return new WireNotice(notice.kind().sqlState(), notice.text(), value);
  }
}
