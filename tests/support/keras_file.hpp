// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras model files (.h5), written as Keras writes them.
#pragma once

#include <doctest/doctest.h>
#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/keras.hpp"
#include "octet/convert/writer.hpp"
#include "support/tiny_model.hpp"

namespace octet_test {

using nlohmann::json;

/// How Keras and h5py of their many versions write the same thing.
struct keras_style {
  bool variable_text = false;     ///< text of variable length, as h5py 3 writes str
  bool variable_scalars = false;  ///< the same for single texts alone, as h5py writes bytes
  bool padded_with_zeros = true;  ///< text of fixed length: else it ends with a zero
  bool split_names = false;       ///< weight_names0, weight_names1 ..., one name each
  bool doubles = false;           ///< weights of 64 bits
  bool packed = false;            ///< chunked and deflated
  bool optimizer = false;         ///< with the state of training
  bool newer_format = false;      ///< of HDF5 1.8: other object headers
  std::string keras_version = "2.4.0";
};

/// An HDF5 file in memory, for writing.
class keras_file {
 public:
  explicit keras_file(keras_style style = {}) : style_(std::move(style)) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_core(access, 1 << 14, false);
    if (style_.newer_format) H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18);
    const std::string name = "test-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    file_ = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    REQUIRE(file_ >= 0);
  }
  keras_file(const keras_file&) = delete;
  keras_file& operator=(const keras_file&) = delete;
  ~keras_file() { H5Fclose(file_); }

  void texts(const std::string& object, const std::string& name,
             const std::vector<std::string>& values, bool is_scalar = false) {
    std::size_t width = 1;
    for (const std::string& v : values) width = std::max(width, v.size());
    const hid_t type = H5Tcopy(H5T_C_S1);
    const bool is_variable = style_.variable_text || (is_scalar && style_.variable_scalars);
    if (is_variable) {
      H5Tset_size(type, H5T_VARIABLE);
      H5Tset_cset(type, H5T_CSET_UTF8);
    } else {
      width += style_.padded_with_zeros ? 0 : 1;
      H5Tset_size(type, width);
      H5Tset_strpad(type, style_.padded_with_zeros ? H5T_STR_NULLPAD : H5T_STR_NULLTERM);
    }
    std::string fixed;
    std::vector<const char*> pointers;
    for (const std::string& v : values) {
      fixed += v + std::string(width - v.size(), '\0');
      pointers.push_back(v.c_str());
    }
    const hsize_t count = values.size();
    const hid_t space = is_scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr);
    const hid_t attribute = H5Acreate_by_name(file_, object.c_str(), name.c_str(), type, space,
                                              H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    const void* data = is_variable ? static_cast<const void*>(pointers.data())
                                   : static_cast<const void*>(fixed.data());
    REQUIRE(H5Awrite(attribute, type, data) >= 0);
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
  }
  void text(const std::string& name, const std::string& value) { texts("/", name, {value}, true); }

  void group(const std::string& path) {
    const hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    H5Gclose(H5Gcreate2(file_, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT));
    H5Pclose(links);
  }

  /// Without data where there are no values.
  void dataset(const std::string& path, const std::vector<std::int64_t>& shape,
               const std::vector<float>& values, hid_t type = H5T_IEEE_F32LE) {
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    const hid_t links = H5Pcreate(H5P_LINK_CREATE), form = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    if (style_.packed && !sizes.empty() && !values.empty()) {
      H5Pset_chunk(form, static_cast<int>(sizes.size()), sizes.data());
      H5Pset_deflate(form, 6);
    }
    const hid_t space = H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr);
    const hid_t set = H5Dcreate2(file_, path.c_str(), style_.doubles ? H5T_IEEE_F64LE : type, space,
                                 links, form, H5P_DEFAULT);
    REQUIRE(set >= 0);
    if (!values.empty())
      REQUIRE(H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(form);
    H5Pclose(links);
  }

  /// A weight of a layer, "conv2d/kernel:0" say.
  void weight(const std::string& layer, const std::string& name,
              const std::vector<std::int64_t>& shape, const std::vector<float>& values) {
    dataset("model_weights/" + layer + "/" + name, shape, values);
    names_[layer].push_back(name);
  }

  /// The whole file, with what belongs to a model of these layers.
  std::vector<std::uint8_t> model(const json& config) {
    text("keras_version", style_.keras_version);
    text("backend", "tensorflow");
    text("model_config", config.dump());
    if (names_.empty()) group("model_weights");
    std::vector<std::string> layers;
    for (const auto& [layer, names] : names_) {
      layers.push_back(layer);
      for (std::size_t i = 0; style_.split_names && i < names.size(); ++i)
        texts("model_weights/" + layer, "weight_names" + std::to_string(i), {names[i]});
      if (!style_.split_names) texts("model_weights/" + layer, "weight_names", names);
    }
    if (!layers.empty()) texts("model_weights", "layer_names", layers);
    if (style_.optimizer) {
      text("training_config", R"({"loss": "categorical_crossentropy"})");
      dataset("optimizer_weights/training/Adam/iter:0", {1}, {7});
    }
    return bytes();
  }

  std::vector<std::uint8_t> bytes() {
    H5Fflush(file_, H5F_SCOPE_GLOBAL);
    std::vector<std::uint8_t> all(static_cast<std::size_t>(H5Fget_file_image(file_, nullptr, 0)));
    H5Fget_file_image(file_, all.data(), all.size());
    return all;
  }

 private:
  keras_style style_;
  hid_t file_ = -1;
  std::map<std::string, std::vector<std::string>> names_;
};

/// A weight by the last part of its name.
struct keras_weight {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

struct keras_layer {
  std::string class_name;
  json config;
  std::vector<keras_weight> weights{};
};

/// The layers' JSON with names, "layer0" on unless they have one.
inline json named(std::vector<keras_layer>& layers) {
  json list = json::array();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    json& config = layers[i].config;
    if (!config.contains("name")) config["name"] = "layer" + std::to_string(i);
    list.push_back({{"class_name", layers[i].class_name}, {"config", config}});
  }
  return list;
}

inline void write_weights(keras_file& file, const keras_layer& layer) {
  const auto name = layer.config["name"].get<std::string>();
  for (const keras_weight& w : layer.weights)
    file.weight(name, name + "/" + w.name + ":0", w.shape, w.values);
}

/// A Sequential model; the first layer has the shape of the input.
inline std::vector<std::uint8_t> sequential(const std::vector<std::int32_t>& input,
                                            std::vector<keras_layer> layers,
                                            const keras_style& style = {}) {
  json shape = json::array({nullptr});
  for (const std::int32_t s : input) shape.push_back(s);
  layers.at(0).config["batch_input_shape"] = shape;
  keras_file file(style);
  const json list = named(layers);
  for (const keras_layer& l : layers) write_weights(file, l);
  return file.model(
      {{"class_name", "Sequential"}, {"config", {{"name", "sequential"}, {"layers", list}}}});
}

/// A layer of a Functional model: its name, its inputs.
struct keras_node {
  keras_layer layer;
  std::string name;
  std::vector<std::string> inputs;
};

/// An input of a Functional model.
inline keras_node keras_input(const std::string& name, const std::vector<std::int32_t>& sizes) {
  json shape = json::array({nullptr});
  for (const std::int32_t s : sizes) shape.push_back(s);
  return {{"InputLayer", {{"batch_input_shape", shape}, {"dtype", "float32"}}}, name, {}};
}

/// The JSON of a Functional model.
inline json functional_config(std::vector<keras_node>& nodes,
                              const std::vector<std::string>& outputs) {
  const auto reference = [](const std::string& name) { return json::array({name, 0, 0}); };
  json layers = json::array(), inputs = json::array(), results = json::array();
  for (keras_node& n : nodes) {
    n.layer.config["name"] = n.name;
    json calls = json::array();
    if (n.inputs.empty()) {
      inputs.push_back(reference(n.name));
    } else {
      json call = json::array();
      for (const std::string& in : n.inputs)
        call.push_back(json::array({in, 0, 0, json::object()}));
      calls.push_back(call);
    }
    layers.push_back({{"name", n.name},
                      {"class_name", n.layer.class_name},
                      {"config", n.layer.config},
                      {"inbound_nodes", calls}});
  }
  for (const std::string& o : outputs) results.push_back(reference(o));
  return {{"class_name", "Functional"},
          {"config",
           {{"name", "model"},
            {"layers", layers},
            {"input_layers", inputs},
            {"output_layers", results}}}};
}

inline std::vector<std::uint8_t> functional(std::vector<keras_node> nodes,
                                            const std::vector<std::string>& outputs,
                                            const keras_style& style = {}) {
  keras_file file(style);
  const json config = functional_config(nodes, outputs);
  for (const keras_node& n : nodes) write_weights(file, n.layer);
  return file.model(config);
}

/// What octet makes of the file's model, and the model's outputs for a sample, one after another.
inline std::vector<float> run_keras(const std::vector<std::uint8_t>& file,
                                    const std::vector<float>& sample) {
  octet::convert::executor model(octet::convert::write_network(octet::convert::read_keras(file)));
  model.run(sample);
  std::vector<float> all;
  for (std::size_t i = 0; i < model.model().outputs().size(); ++i) {
    const auto out = model.output(i);
    all.insert(all.end(), out.begin(), out.end());
  }
  return all;
}

/// Equal to what was worked out in double, to 1e-5 of the largest value.
inline void check_close(const std::vector<float>& got, const std::vector<double>& expected) {
  REQUIRE(got.size() == expected.size());
  double largest = 1e-3;
  for (const double e : expected) largest = std::max(largest, std::abs(e));
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(double{got[i]} - expected[i]) <= 1e-5 * largest);
  }
}

/// The message with which the file is refused; empty where it is read.
inline std::string refusal(const std::vector<std::uint8_t>& file) {
  try {
    octet::convert::read_keras(file);
  } catch (const octet::convert::convert_error& e) {
    return e.what();
  }
  return "";
}

}  // namespace octet_test
