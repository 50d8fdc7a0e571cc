// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FlatBuffers' own verifier over the fields of the .tflite schema that octet writes.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>
#include <span>

namespace octet_test {

namespace verified {

namespace fb = flatbuffers;

/// Checks of one table, field by field. Names and types are written out here again, apart from the
/// writer, from the schema.
class table : private fb::Table {
 public:
  template <class T>
  bool scalar(fb::Verifier& v, int f) const {
    return VerifyField<T>(v, slot(f), sizeof(T));
  }
  template <class T>
  bool vector(fb::Verifier& v, int f) const {
    return VerifyOffset(v, slot(f)) && v.VerifyVector(GetPointer<const fb::Vector<T>*>(slot(f)));
  }
  bool string(fb::Verifier& v, int f) const {
    return VerifyOffset(v, slot(f)) && v.VerifyString(GetPointer<const fb::String*>(slot(f)));
  }
  template <class T>
  bool child(fb::Verifier& v, int f) const {
    return VerifyOffset(v, slot(f)) && v.VerifyTable(GetPointer<const T*>(slot(f)));
  }
  template <class T>
  bool children(fb::Verifier& v, int f) const {
    using offsets = fb::Vector<fb::Offset<T>>;
    return VerifyOffset(v, slot(f)) && v.VerifyVector(GetPointer<const offsets*>(slot(f))) &&
           v.VerifyVectorOfTables(GetPointer<const offsets*>(slot(f)));
  }
  template <class T>
  T get(int f, T otherwise) const {
    return GetField<T>(slot(f), otherwise);
  }
  template <class T>
  const T* pointer(int f) const {
    return GetPointer<const T*>(slot(f));
  }
  bool start(fb::Verifier& v) const { return VerifyTableStart(v); }

 private:
  static fb::voffset_t slot(int f) { return static_cast<fb::voffset_t>(4 + 2 * f); }
};

struct operator_code : table {
  bool Verify(fb::Verifier& v) const {
    return start(v) && scalar<std::int8_t>(v, 0) && string(v, 1) && scalar<std::int32_t>(v, 2) &&
           scalar<std::int32_t>(v, 3) && v.EndTable();
  }
};

struct quantization : table {
  bool Verify(fb::Verifier& v) const {
    return start(v) && vector<float>(v, 0) && vector<float>(v, 1) && vector<float>(v, 2) &&
           vector<std::int64_t>(v, 3) && scalar<std::uint8_t>(v, 4) && scalar<std::int32_t>(v, 6) &&
           v.EndTable();
  }
};

struct tensor : table {
  bool Verify(fb::Verifier& v) const {
    return start(v) && vector<std::int32_t>(v, 0) && scalar<std::int8_t>(v, 1) &&
           scalar<std::uint32_t>(v, 2) && string(v, 3) && child<quantization>(v, 4) &&
           scalar<std::uint8_t>(v, 5) && vector<std::int32_t>(v, 7) && v.EndTable();
  }
};

struct buffer : table {
  bool Verify(fb::Verifier& v) const {
    if (!start(v) || !vector<std::uint8_t>(v, 0) || !v.EndTable()) return false;
    // force_align of the schema; the address of the file is a multiple of 16 in the tests.
    const auto* data = pointer<fb::Vector<std::uint8_t>>(0);
    return data == nullptr || data->size() == 0 ||
           reinterpret_cast<std::uintptr_t>(data->data()) % 16 == 0;
  }
};

/// The options' fields are those of the table that the union type names.
inline bool verify_options(fb::Verifier& v, const table& options, std::uint8_t union_type) {
  const auto int8 = [&](int f) { return options.scalar<std::int8_t>(v, f); };
  const auto int32 = [&](int f) { return options.scalar<std::int32_t>(v, f); };
  const auto boolean = [&](int f) { return options.scalar<std::uint8_t>(v, f); };
  switch (union_type) {
    case 1:  // Conv2DOptions
      return int8(0) && int32(1) && int32(2) && int8(3) && int32(4) && int32(5) && int8(6);
    case 2:  // DepthwiseConv2DOptions
      return int8(0) && int32(1) && int32(2) && int32(3) && int8(4) && int32(5) && int32(6);
    case 5:  // Pool2DOptions
      return int8(0) && int32(1) && int32(2) && int32(3) && int32(4) && int8(5);
    case 6:  // SVDFOptions
      return int32(0) && int8(1) && boolean(2);
    case 8:  // FullyConnectedOptions
      return int8(0) && int8(1) && boolean(2) && boolean(3) && int8(4);
    case 9:   // SoftmaxOptions
    case 75:  // LeakyReluOptions
      return options.scalar<float>(v, 0);
    case 10:  // ConcatenationOptions
      return int32(0) && int8(1);
    case 11:  // AddOptions
    case 28:  // SubOptions
      return int8(0) && boolean(1);
    case 15:  // ResizeBilinearOptions: fields 0 and 1 are deprecated
      return boolean(2) && boolean(3);
    case 17:  // ReshapeOptions
      return options.vector<std::int32_t>(v, 0);
    case 30:  // SqueezeOptions
      return options.vector<std::int32_t>(v, 0);
    case 12:  // L2NormOptions
    case 21:  // MulOptions
    case 29:  // DivOptions
    case 40:  // ArgMaxOptions
    case 55:  // ShapeOptions
    case 57:  // ArgMinOptions
    case 77:  // MirrorPadOptions
      return int8(0);
    case 37:  // CastOptions
      return int8(0) && int8(1);
    case 19:  // SpaceToDepthOptions
    case 35:  // SplitOptions
    case 79:  // SplitVOptions
    case 94:  // DepthToSpaceOptions
      return int32(0);
    case 23:  // GatherOptions
    case 59:  // PackOptions
    case 64:  // UnpackOptions
      return int32(0) && int32(1);
    case 32:  // StridedSliceOptions
      return int32(0) && int32(1) && int32(2) && int32(3) && int32(4) && boolean(5);
    case 71:  // UnidirectionalSequenceLSTMOptions
      return int8(0) && options.scalar<float>(v, 1) && options.scalar<float>(v, 2) && boolean(3) &&
             boolean(4) && boolean(5);
    case 101:  // BatchMatMulOptions
      return boolean(0) && boolean(1) && boolean(2);
    case 22:   // PadOptions
    case 24:   // BatchToSpaceNDOptions
    case 25:   // SpaceToBatchNDOptions
    case 26:   // TransposeOptions
    case 33:   // ExpOptions
    case 36:   // LogSoftmaxOptions
    case 38:   // DequantizeOptions
    case 39:   // MaximumMinimumOptions
    case 41:   // LessOptions
    case 42:   // NegOptions
    case 43:   // PadV2Options
    case 44:   // GreaterOptions
    case 45:   // GreaterEqualOptions
    case 46:   // LessEqualOptions
    case 47:   // SelectOptions
    case 48:   // SliceOptions
    case 51:   // TileOptions
    case 52:   // ExpandDimsOptions
    case 53:   // EqualOptions
    case 54:   // NotEqualOptions
    case 60:   // LogicalOrOptions
    case 62:   // LogicalAndOptions
    case 63:   // LogicalNotOptions
    case 65:   // FloorDivOptions
    case 66:   // SquareOptions
    case 72:   // FloorModOptions
    case 76:   // SquaredDifferenceOptions
    case 78:   // AbsOptions
    case 81:   // ReverseV2Options
    case 83:   // GatherNdOptions
    case 84:   // CosOptions
    case 89:   // QuantizeOptions
    case 91:   // HardSwishOptions
    case 98:   // SelectV2Options
    case 104:  // BroadcastToOptions
      return true;
    case 27:   // ReducerOptions
    case 116:  // GeluOptions
      return boolean(0);
    case 58:  // FakeQuantOptions
      return options.scalar<float>(v, 0) && options.scalar<float>(v, 1) && int32(2) && boolean(3);
    case 49:  // TransposeConvOptions
      return int8(0) && int32(1) && int32(2) && int8(3) && int8(4);
    case 74:  // ResizeNearestNeighborOptions
      return boolean(0) && boolean(1);
    default:
      return false;
  }
}

struct any_options : table {
  bool Verify(fb::Verifier& v) const { return start(v) && v.EndTable(); }
};

struct node : table {
  bool Verify(fb::Verifier& v) const {
    if (!start(v) || !scalar<std::uint32_t>(v, 0) || !vector<std::int32_t>(v, 1) ||
        !vector<std::int32_t>(v, 2) || !scalar<std::uint8_t>(v, 3) || !child<any_options>(v, 4))
      return false;
    const auto union_type = get<std::uint8_t>(3, 0);
    const auto* options = pointer<any_options>(4);
    const bool is_absent = union_type == 0 && options == nullptr;
    return (is_absent || (options != nullptr && verify_options(v, *options, union_type))) &&
           v.EndTable();
  }
};

struct subgraph : table {
  bool Verify(fb::Verifier& v) const {
    return start(v) && children<tensor>(v, 0) && vector<std::int32_t>(v, 1) &&
           vector<std::int32_t>(v, 2) && children<node>(v, 3) && string(v, 4) && v.EndTable();
  }
};

struct model : table {
  bool Verify(fb::Verifier& v) const {
    return start(v) && scalar<std::uint32_t>(v, 0) && children<operator_code>(v, 1) &&
           children<subgraph>(v, 2) && string(v, 3) && children<buffer>(v, 4) && v.EndTable();
  }
};

}  // namespace verified

/// Whether FlatBuffers' verifier accepts the bytes as a .tflite model with octet's fields.
inline bool verify_tflite(std::span<const std::uint8_t> file) {
  flatbuffers::Verifier verifier(file.data(), file.size());
  return verifier.VerifyBuffer<verified::model>("TFL3");
}

}  // namespace octet_test
