package io.thermocline.server.net.pgwire;

import io.thermocline.server.pgcatalog.PgType;
import io.thermocline.server.query.Notice;
import io.thermocline.server.session.FrameChannel;
import io.thermocline.server.session.StatementFailure;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The messages of the server for one session, gathered and sent in chunks. A chunk leaves when it
/// is large or at [#flush]; sending waits while the socket is congested, so that a session holds
/// one chunk beside what the channel's high mark allows. For the session's thread.
final class Replies {
  /// When a chunk leaves by itself.
  static final int CHUNK_BYTES = 64 << 10;

  private static final int TEXT = 0;

  private final FrameChannel channel;
  private BackendWriter out = new BackendWriter(1024);

  Replies(FrameChannel channel) {
    this.channel = channel;
  }

  /// Sends what was gathered.
  void flush() {
    if (out.size() > 0) {
      BackendWriter full = out;
      out = new BackendWriter(1024);
      channel.sendFrame(full.array(), full.size());
    }
  }

  private void end() {
    out.end();
    if (out.size() >= CHUNK_BYTES) {
      flush();
      out = new BackendWriter(CHUNK_BYTES + CHUNK_BYTES / 4);
    }
  }

  /// `1`, `2`, `3`, `n`, `s`, `I`: messages without a body.
  void bare(char type) {
    out.begin(type);
    end();
  }

  /// `C`: string tag.
  void complete(String tag) {
    out.begin('C').string(tag);
    end();
  }

  /// `Z`: u8 state.
  void ready(TransactionState state) {
    out.begin('Z').int8(state.code());
    end();
    flush();
  }

  /// `S`: string name, string value.
  void parameter(String name, String value) {
    out.begin('S').string(name).string(value);
    end();
  }

  /// `K`: u32 process, secret.
  void key(int process, byte[] secret) {
    out.begin('K').int32(process).raw(secret);
    end();
  }

  /// `t`: u16 count, count × u32 type.
  void parameterDescription(List<Integer> types) {
    out.begin('t').int16(types.size());
    types.forEach(out::int32);
    end();
  }

  /// `T`: u16 count, count × (string name, u32 table, u16 column, u32 type, i16 bytes, i32
  /// modifier, u16 format); `n` when there are no columns.
  void rowDescription(List<Field> columns, Formats formats) {
    if (columns.isEmpty()) {
      bare('n');
      return;
    }
    out.begin('T').int16(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      DataType type = columns.get(i).type();
      out.string(columns.get(i).name())
          .int32(0)
          .int16(0)
          .int32(PgType.oid(type))
          .int16(PgType.bytes(type))
          .int32(PgType.modifier(type))
          .int16(formats.of(i));
    }
    end();
  }

  /// `D`: u16 count, count × (i32 length, bytes; length -1 for null).
  void row(Batch batch, int row, Formats formats, ZoneId zone) {
    List<Vector> columns = batch.columns();
    out.begin('D').int16(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Vector column = columns.get(i);
      if (column.isNull(row)) {
        out.int32(-1);
      } else {
        int length = out.beginValue();
        if (formats.of(i) == TEXT) {
          ValueWriter.text(out, column, row, zone);
        } else {
          ValueWriter.binary(out, column, row);
        }
        out.endValue(length);
      }
    }
    end();
  }

  /// Takes back a row that could not be written to its end.
  void dropRow() {
    out.drop();
  }

  /// `H`: u8 text, u16 count, count × u16 text.
  void copyOut(int columns) {
    out.begin('H').int8(TEXT).int16(columns);
    for (int i = 0; i < columns; i++) {
      out.int16(TEXT);
    }
    end();
  }

  /// `d`: one line.
  void copyLine(byte[] line) {
    out.begin('d').raw(line);
    end();
  }

  /// `N`: fields of a code and a string, 0.
  void notice(Severity severity, String sqlState, String message) {
    out.begin('N');
    fields(Map.of('S', severity.name(), 'V', severity.name(), 'C', sqlState, 'M', message));
  }

  /// What a client should know beside the rows.
  void notice(Severity severity, Notice notice) {
    notice(severity, notice.kind().sqlState(), notice.text());
  }

  /// `E`: fields of a code and a string, 0.
  void error(Severity severity, StatementFailure failure) {
    out.begin('E');
    out.int8('S').string(severity.name()).int8('V').string(severity.name());
    out.int8('C').string(failure.code().sqlState()).int8('M').string(failure.message());
    if (!failure.detail().isEmpty()) {
      out.int8('D').string(failure.detail());
    }
    if (failure.position() > 0) {
      out.int8('P').string(Integer.toString(failure.position()));
    }
    out.int8(0);
    end();
  }

  private void fields(Map<Character, String> fields) {
    fields.forEach((code, text) -> out.int8(code).string(text));
    out.int8(0);
    end();
  }
}
