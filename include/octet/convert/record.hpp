// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The record of a quantization: scales, zero points and biases of every layer, as a text file from
// which the same model can be built again.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/proto_text.hpp"
#include "octet/model/tensor_type.hpp"
#include "octet/quant/affine.hpp"

namespace octet::convert {

/// What is recorded of one layer.
struct record_layer {
  std::string name;             ///< of the layer's first output
  std::vector<affine> inputs;   ///< scale_d, offset_d: of the activations that it reads, in order
  std::vector<affine> weights;  ///< scale_w, offset_w: one, or one for each output channel
  std::vector<affine> outputs;  ///< scale_o, offset_o; no part of AMCT's records
  std::vector<std::int64_t> bias;  ///< codes, as they were after corrections; no part of AMCT's
  bool skip_fusion = false;        ///< nothing was folded into the layer, nor the layer into others

  friend bool operator==(const record_layer&, const record_layer&) = default;
};

/// An input or output of the model in a type in which no layer reads or writes it; no part of
/// AMCT's records.
struct record_border {
  std::string name;
  tensor_type type = tensor_type::int8;  ///< int8, uint8 or int16
  affine params{};

  friend bool operator==(const record_border&, const record_border&) = default;
};

/// A whole record.
struct record {
  std::string config;  ///< the config.json of the run; empty in AMCT's records
  std::vector<record_layer> layers;
  std::vector<record_border> borders;

  friend bool operator==(const record&, const record&) = default;
};

namespace detail {

/// The shortest decimal that reads back as the same number.
inline std::string exact_text(float value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

inline void write_factors(std::string& text, const std::vector<affine>& factors,
                          const std::string& suffix) {
  for (const affine& f : factors) text += "    scale_" + suffix + ": " + exact_text(f.scale) + "\n";
  for (const affine& f : factors)
    text += "    offset_" + suffix + ": " + std::to_string(f.zero_point) + "\n";
}

/// Turns fields into a record and says where they do not make one.
class record_reader {
 public:
  explicit record_reader(const std::string& file) : file_(file) {}

  record read(const std::vector<proto_field>& fields) const {
    record r;
    for (const proto_field& f : fields) {
      if (f.name == "config") {
        r.config += text(f);
      } else if (f.name == "record" && f.is_message) {
        r.layers.push_back(layer(f));
        const auto same = std::ranges::find(r.layers, r.layers.back().name, &record_layer::name);
        if (same != r.layers.end() - 1) fail(f, "layer \"" + same->name + "\" is there twice");
      } else if (f.name == "border" && f.is_message) {
        r.borders.push_back(border(f));
      } else {
        fail(f, "\"" + f.name + "\" is not a field of a record; \"record\" is expected");
      }
    }
    return r;
  }

 private:
  [[noreturn]] void fail(const proto_field& f, const std::string& what) const {
    throw convert_error(file_ + ":" + std::to_string(f.line) + ": " + what);
  }

  record_border border(const proto_field& message) const {
    record_border b;
    for (const proto_field& f : message.fields) {
      if (f.name == "key") {
        b.name = text(f);
      } else if (f.name == "type") {
        b.type = code_type(f);
      } else if (f.name == "scale") {
        b.params.scale = scale(f);
      } else if (f.name == "offset") {
        b.params.zero_point = integer<std::int32_t>(f);
      } else {
        fail(f, "\"" + f.name + "\" is not a field of a border");
      }
    }
    if (b.name.empty()) fail(message, "the border has no \"key\"");
    return b;
  }

  tensor_type code_type(const proto_field& f) const {
    for (const tensor_type t : {tensor_type::int8, tensor_type::uint8, tensor_type::int16}) {
      if (text(f) == name_of(t)) return t;
    }
    fail(f, "type is \"" + f.value + "\", not int8, uint8 or int16");
  }

  record_layer layer(const proto_field& record) const {
    record_layer l;
    const proto_field* value = nullptr;
    for (const proto_field& f : record.fields) {
      if (f.name == "key") {
        l.name = text(f);
      } else if (f.name == "value" && f.is_message) {
        value = &f;
      } else {
        fail(f, "\"" + f.name +
                    "\" is not a field of a record's entry, which has \"key\" and \"value\"");
      }
    }
    if (l.name.empty()) fail(record, "the entry has no \"key\"");
    if (value == nullptr) fail(record, "the entry of \"" + l.name + "\" has no \"value\"");
    read_values(l, *value);
    return l;
  }

  void read_values(record_layer& l, const proto_field& value) const {
    std::vector<std::int32_t> offsets_d, offsets_w, offsets_o;
    for (const proto_field& f : value.fields) {
      if (f.name == "scale_d") {
        l.inputs.push_back({scale(f), 0});
      } else if (f.name == "scale_w") {
        l.weights.push_back({scale(f), 0});
      } else if (f.name == "scale_o") {
        l.outputs.push_back({scale(f), 0});
      } else if (f.name == "offset_d") {
        offsets_d.push_back(integer<std::int32_t>(f));
      } else if (f.name == "offset_w") {
        offsets_w.push_back(integer<std::int32_t>(f));
      } else if (f.name == "offset_o") {
        offsets_o.push_back(integer<std::int32_t>(f));
      } else if (f.name == "bias") {
        l.bias.push_back(integer<std::int64_t>(f));
      } else if (f.name == "skip_fusion") {
        if (f.value != "true" && f.value != "false") fail(f, "skip_fusion is true or false");
        l.skip_fusion = f.value == "true";
      } else if (f.name == "act_type" || f.name == "wts_type" || f.name == "dst_type") {
        if (f.value != "INT8") fail(f, f.name + " is \"" + f.value + "\"; only INT8 is supported");
      } else {
        fail(f, "\"" + f.name + "\" of layer \"" + l.name + "\" is not a factor that octet knows");
      }
    }
    set_offsets(l.inputs, offsets_d, value, "d");
    set_offsets(l.weights, offsets_w, value, "w");
    set_offsets(l.outputs, offsets_o, value, "o");
  }

  void set_offsets(std::vector<affine>& factors, const std::vector<std::int32_t>& offsets,
                   const proto_field& value, const std::string& suffix) const {
    if (!offsets.empty() && offsets.size() != factors.size())
      fail(value, std::to_string(factors.size()) + " scale_" + suffix + " but " +
                      std::to_string(offsets.size()) + " offset_" + suffix);
    for (std::size_t i = 0; i < offsets.size(); ++i) factors[i].zero_point = offsets[i];
  }

  std::string text(const proto_field& f) const {
    if (!f.is_text) fail(f, "\"" + f.name + "\" is a text in quotes");
    return f.value;
  }

  float scale(const proto_field& f) const {
    std::string_view digits = f.value;
    if (digits.ends_with('f')) digits.remove_suffix(1);
    float value = 0.0F;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool is_number =
        !f.is_text && error == std::errc() && end == digits.data() + digits.size();
    if (!is_number || !(value >= std::numeric_limits<float>::min()) || !std::isfinite(value))
      fail(f, f.name + " is \"" + f.value + "\"; a scale is a positive number");
    return value;
  }

  template <class T>
  T integer(const proto_field& f) const {
    T value = 0;
    const char* last = f.value.data() + f.value.size();
    const auto [end, error] = std::from_chars(f.value.data(), last, value);
    if (f.is_text || error != std::errc() || end != last)
      fail(f, f.name + " is \"" + f.value + "\", which is no integer of its size");
    return value;
  }

  const std::string& file_;
};

}  // namespace detail

/// The text of a record: protocol-buffer text, and so that every number reads back exactly.
inline std::string to_text(const record& r) {
  std::string text;
  if (!r.config.empty()) {
    text += "config:\n";
    for (std::size_t at = 0; at < r.config.size();) {  // a quoted line for each line
      const std::size_t end = std::min(r.config.find('\n', at), r.config.size() - 1) + 1;
      text += "  " + quote_proto_text(std::string_view(r.config).substr(at, end - at)) + "\n";
      at = end;
    }
  }
  for (const record_layer& l : r.layers) {
    text += "record {\n  key: " + quote_proto_text(l.name) + "\n  value {\n";
    detail::write_factors(text, l.inputs, "d");
    detail::write_factors(text, l.weights, "w");
    detail::write_factors(text, l.outputs, "o");
    for (const std::int64_t b : l.bias) text += "    bias: " + std::to_string(b) + "\n";
    if (l.skip_fusion) text += "    skip_fusion: true\n";
    text += "  }\n}\n";
  }
  for (const record_border& b : r.borders) {
    text += "border {\n  key: " + quote_proto_text(b.name) + "\n  type: \"" +
            std::string(name_of(b.type)) + "\"\n  scale: " + detail::exact_text(b.params.scale) +
            "\n  offset: " + std::to_string(b.params.zero_point) + "\n}\n";
  }
  return text;
}

/// The record that to_text, or AMCT, wrote.
///
/// file     what errors call the text
/// errors   convert_error with the line: no protocol-buffer text, a field that is not known, a
///          scale that is no positive number, offsets that are not as many as scales, a layer twice
inline record parse_record(std::string_view text, const std::string& file) {
  return detail::record_reader(file).read(parse_proto_text(text, file));
}

/// The same from a file.
///
/// errors   also std::runtime_error: the file cannot be read
inline record read_record(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  return parse_record({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

}  // namespace octet::convert
