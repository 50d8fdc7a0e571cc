// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reads a Keras model (.h5) into a network, with libhdf5: link it too.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/keras/builder.hpp"
#include "octet/convert/keras/graph.hpp"
#include "octet/convert/keras/hdf5.hpp"
#include "octet/convert/keras/layer_call.hpp"
#include "octet/convert/keras/layers.hpp"
#include "octet/convert/network.hpp"

namespace octet::convert {

namespace detail {

/// The text of a file's attribute; empty where there is none.
inline std::string keras_attribute(const hdf5::file& file, const std::string& name) {
  const auto texts = file.texts("/", name);
  return texts && !texts->empty() ? texts->front() : "";
}

inline keras::json keras_model(const hdf5::file& file) {
  const std::string text = keras_attribute(file, "model_config");
  if (text.empty()) {
    throw convert_error(
        file.texts("/", "layer_names")
            ? "holds the weights alone; save the whole model, with model.save(...)"
            : "is an HDF5 file, but not a Keras model: it has no attribute model_config");
  }
  keras::json model = keras::json::parse(text, nullptr, false);
  if (!model.is_object()) throw convert_error("the attribute model_config is not JSON");
  return model;
}

/// "2.2.4-tf"
inline keras::keras_version keras_version_of(const std::string& text) {
  keras::keras_version v;
  const char* end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, v.major);
  if (major.ec == std::errc() && major.ptr != end) std::from_chars(major.ptr + 1, end, v.minor);
  v.in_tensorflow = text.ends_with("-tf");
  return v;
}

inline network read_calls(const keras::call_graph& graph, const hdf5::file& file) {
  std::vector<std::int32_t> readers(graph.calls.size());
  for (const keras::call& call : graph.calls) {
    for (const std::size_t i : call.inputs) ++readers[i];
  }
  for (const std::size_t i : graph.outputs) ++readers[i];

  const keras::keras_version version = keras_version_of(keras_attribute(file, "keras_version"));
  keras::network_builder out;
  std::vector<std::int32_t> results;  // of each call: a tensor
  for (std::size_t i = 0; i < graph.calls.size(); ++i) {
    const keras::call& call = graph.calls[i];
    const keras::layer_reader read = keras::reader_of(call.what.class_name);
    try {
      if (read == nullptr) throw convert_error("layers of this class are not supported");
      std::vector<std::int32_t> inputs;
      for (const std::size_t in : call.inputs) inputs.push_back(results[in]);
      out.begin_layer(call.name);
      results.push_back(read({call.what, file, out, version, std::move(inputs)}));
      out.end_layer(results.back(), readers[i]);
    } catch (const convert_error& e) {
      throw call.what.error(e.what());
    }
  }
  for (const std::size_t i : graph.outputs) out.net().outputs.push_back(results[i]);
  if (out.net().nodes.empty()) throw convert_error("the model computes nothing");
  return std::move(out.net());
}

}  // namespace detail

/// Reads a Keras model: Sequential or Functional, of the layers in keras/layers.hpp, for one sample
/// at a time. Tensors are named after the layers. A BatchNormalization and a ReLU go into the layer
/// before them where nobody else reads what that gives.
///
/// file     the bytes of an .h5 file that model.save(...) of Keras 2, or Keras 3's legacy format,
///          wrote
/// errors   convert_error, naming the layer and its class where it is about one: not such a file, a
///          class or option that is not supported, weights that are missing or of another shape
/// source   Keras 2 documentation; HDF5 file format specification
inline network read_keras(std::span<const std::uint8_t> file) {
  const hdf5::file opened(file);
  const keras::json model = detail::keras_model(opened);
  network net = detail::read_calls(keras::read_graph(model), opened);
  const keras::json* config = keras::find(model, "config");
  const keras::json* name = config == nullptr ? nullptr : keras::find(*config, "name");
  net.name = name != nullptr && name->is_string() ? name->get<std::string>() : "main";
  return net;
}

/// The same from the file itself.
///
/// errors   convert_error or std::runtime_error, naming the path
inline network read_keras(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> file = read_file(path);
  try {
    return read_keras(std::span<const std::uint8_t>(file));
  } catch (const convert_error& e) {
    throw convert_error(path.string() + ": " + e.what());
  }
}

}  // namespace octet::convert
