// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"
#include "support/scratch_dir.hpp"
#include "support/tflite_verifier.hpp"

namespace {

using namespace octet_test;
using octet::builtin;

/// A small network for digits of 12 x 12, as people wrote them in 2019, and what it computes.
struct digits {
  noise n{1};
  std::vector<float> kernel1 = n.vector(5 * 5 * 1 * 4, 0.3F), bias1 = n.vector(4),
                     kernel2 = n.vector(3 * 3 * 4 * 6, 0.3F), bias2 = n.vector(6),
                     kernel3 = n.vector(6 * 2 * 2 * 16, 0.3F), bias3 = n.vector(16),
                     kernel4 = n.vector(16 * 10, 0.5F), bias4 = n.vector(10);

  std::vector<keras_layer> layers() const {
    const auto window = [](int size, int filters) {
      return json{{"filters", filters},          {"kernel_size", {size, size}},
                  {"strides", {1, 1}},           {"padding", "valid"},
                  {"dilation_rate", {1, 1}},     {"data_format", "channels_last"},
                  {"activation", "relu"},        {"use_bias", true},
                  {"dtype", "float32"},          {"trainable", true},
                  {"kernel_constraint", nullptr}};
    };
    const json pool{{"pool_size", {2, 2}}, {"strides", {2, 2}}, {"padding", "valid"}};
    return {{"Conv2D", window(5, 4), {{"kernel", {5, 5, 1, 4}, kernel1}, {"bias", {4}, bias1}}},
            {"MaxPooling2D", pool},
            {"Conv2D", window(3, 6), {{"kernel", {3, 3, 4, 6}, kernel2}, {"bias", {6}, bias2}}},
            {"Dropout", {{"rate", 0.25}, {"noise_shape", nullptr}, {"seed", nullptr}}},
            {"Flatten", {{"data_format", "channels_last"}}},
            {"Dense",
             {{"units", 16}, {"activation", "relu"}},
             {{"kernel", {24, 16}, kernel3}, {"bias", {16}, bias3}}},
            {"Dense",
             {{"units", 10}, {"activation", "softmax"}},
             {{"kernel", {16, 10}, kernel4}, {"bias", {10}, bias4}}}};
  }

  image run(const std::vector<float>& in) const {
    image x = relu(conv(image::of(12, 12, 1, in), kernel1, bias1, {{5}, {5}}));
    x = pool(x, {{2, 2}, {2, 2}}, true);
    x = relu(conv(x, kernel2, bias2, {{3}, {3}}));
    x = {1, 1, static_cast<std::int64_t>(x.v.size()), x.v};
    return softmax(dense(relu(dense(x, kernel3, bias3)), kernel4, bias4));
  }
};

TEST_CASE("a network for digits reads to the same outputs from every kind of file") {
  const digits d;
  const auto in = noise(2).vector(144);
  keras_style styles[8];
  styles[1].variable_text = true;
  styles[2].padded_with_zeros = false;
  styles[3].split_names = true;
  styles[4].doubles = true;
  styles[5].packed = true;
  styles[6].optimizer = true;
  styles[6].keras_version = "2.2.4-tf";
  styles[7].variable_scalars = true;
  for (const keras_style& style : styles) {
    CAPTURE(&style - styles);
    const auto file = sequential({12, 12, 1}, d.layers(), style);
    check_close(run_keras(file, in), d.run(in).v);
  }
}

TEST_CASE("the network has the layers' names, one sample, and verifies") {
  const auto net = octet::convert::read_keras(sequential({12, 12, 1}, digits().layers()));
  CHECK(net.name == "sequential");
  CHECK(octet_test::verify_tflite(octet::convert::write_network(net)));
  CHECK(net.at(net.inputs[0]).name == "layer0_input");
  CHECK(net.at(net.inputs[0]).shape == std::vector<std::int32_t>{1, 12, 12, 1});
  std::vector<std::string> names;
  std::vector<builtin> codes;
  for (const auto& n : net.nodes) {
    names.push_back(net.at(n.outputs[0]).name);
    codes.push_back(n.code);
  }
  CHECK(names == std::vector<std::string>{"layer0", "layer1", "layer2", "layer4", "layer5",
                                          "layer6/FULLY_CONNECTED", "layer6"});
  CHECK(codes == std::vector<builtin>{builtin::conv_2d, builtin::max_pool_2d, builtin::conv_2d,
                                      builtin::reshape, builtin::fully_connected,
                                      builtin::fully_connected, builtin::softmax});
}

TEST_CASE("a Functional model with a branch around its convolutions") {
  noise n(3);
  const auto in = n.vector(6 * 6 * 2), one = n.vector(3 * 3 * 2 * 2), two = n.vector(3 * 3 * 2 * 2);
  const auto bias = n.vector(2), matrix = n.vector(2 * 3);
  const std::vector<float> gamma{1.5F, -0.5F}, beta{0.1F, 0.2F}, mean{0.3F, -0.2F},
      variance{0.9F, 0.4F};
  const json same{{"filters", 2}, {"kernel_size", {3, 3}}, {"padding", "same"}, {"use_bias", true}};
  const auto file = functional(
      {keras_input("in", {6, 6, 2}),
       {{"Conv2D", same, {{"kernel", {3, 3, 2, 2}, one}, {"bias", {2}, bias}}}, "conv1", {"in"}},
       {{"BatchNormalization",
         {{"axis", {3}}, {"epsilon", 0.001}},
         {{"gamma", {2}, gamma},
          {"beta", {2}, beta},
          {"moving_mean", {2}, mean},
          {"moving_variance", {2}, variance}}},
        "norm1",
        {"conv1"}},
       {{"Activation", {{"activation", "relu"}}}, "relu1", {"norm1"}},
       {{"Conv2D", same, {{"kernel", {3, 3, 2, 2}, two}, {"bias", {2}, bias}}}, "conv2", {"relu1"}},
       {{"Add", json::object()}, "add", {"conv2", "in"}},
       {{"ReLU", json::object()}, "relu2", {"add"}},
       {{"GlobalAveragePooling2D", json::object()}, "mean", {"relu2"}},
       {{"Dense",
         {{"units", 3}, {"use_bias", false}, {"activation", "softmax"}},
         {{"kernel", {2, 3}, matrix}}},
        "classes",
        {"mean"}}},
      {"classes", "mean"});
  const image x = image::of(6, 6, 2, in);
  const keras_window w{{3}, {3}, true};
  image y = relu(batch_norm(conv(x, one, bias, w), gamma, beta, mean, variance, 1e-3));
  y = conv(y, two, bias, w);
  for (std::size_t i = 0; i < y.v.size(); ++i) y.v[i] += x.v[i];
  const image means = pool(relu(y), {{6}, {6}}, false);
  std::vector<double> expected = softmax(dense(means, matrix, std::vector<float>(3))).v;
  expected.insert(expected.end(), means.v.begin(), means.v.end());
  check_close(run_keras(file, in), expected);
  CHECK(octet::convert::read_keras(file).nodes.size() == 6);  // conv conv add mean dense softmax
}

TEST_CASE("layers that octet does not have are named") {
  CHECK(refusal(sequential({8, 2}, {{"LSTM", {{"name", "lstm_1"}, {"units", 4}}}})) ==
        "layer \"lstm_1\" (LSTM): layers of this class are not supported");
  CHECK(
      refusal(sequential({8, 2}, {{"Flatten", json::object()}, {"Lambda", {{"name", "mine"}}}})) ==
      "layer \"mine\" (Lambda): layers of this class are not supported");
}

TEST_CASE("inputs that octet cannot have") {
  const auto refused = [](const json& config) {
    keras_file file;
    json named_input = config;
    named_input["name"] = "in";
    return refusal(
        file.model({{"class_name", "Sequential"},
                    {"config",
                     {{"layers",
                       {{{"class_name", "InputLayer"}, {"config", named_input}},
                        {{"class_name", "Flatten"}, {"config", {{"name", "flat"}}}}}}}}}));
  };
  const std::string layer = "layer \"in\" (InputLayer): ";
  CHECK(refused({{"batch_input_shape", {nullptr, 2, 2}}}).empty());
  CHECK(refused({{"batch_input_shape", {32, 2, 2}}}).empty());  // one sample at a time all the same
  CHECK(refused({{"batch_input_shape", {nullptr, nullptr, 2}}}) ==
        layer + "its shape [null,null,2] leaves a size open");
  CHECK(refused({{"batch_input_shape", {nullptr, 0, 2}}}) ==
        layer + "a result has the impossible shape (1, 0, 2)");
  CHECK(refused({{"batch_input_shape", {nullptr, 1 << 20, 1 << 20}}}) ==
        layer + "a tensor of the shape (1, 1048576, 1048576) is too large");
  CHECK(refused({{"batch_input_shape", {nullptr, "2"}}}) ==
        layer + "\"batch_input_shape\" is not a whole number in reach");
  CHECK(refused(json::object()) == layer + "the file does not say its shape");
  CHECK(refused({{"batch_input_shape", {nullptr, 2}}, {"dtype", "int32"}}) ==
        layer + "the type int32 is not supported");
}

TEST_CASE("an HDF5 file that is no Keras model is refused with the reason") {
  CHECK(keras_file().bytes().size() > 0);
  keras_file other;
  other.text("title", "weather");
  CHECK(refusal(other.bytes()) ==
        "is an HDF5 file, but not a Keras model: it has no attribute model_config");
  keras_file weights;
  weights.texts("/", "layer_names", {"dense"});
  weights.dataset("dense/dense/kernel:0", {1, 1}, {1.0F});
  CHECK(refusal(weights.bytes()) ==
        "holds the weights alone; save the whole model, with model.save(...)");
  for (const char* text : {"{\"class_name\": \"Sequential\"", "[]", "7", "\xff"}) {
    keras_file broken;
    broken.text("model_config", text);
    CHECK(refusal(broken.bytes()) == "the attribute model_config is not JSON");
  }
}

TEST_CASE("weights that are not as the model says") {
  const json config{{"units", 2}, {"name", "dense"}};
  const auto refused = [&](const keras_weight& kernel) {
    return refusal(sequential({3}, {{"Dense", config, {kernel, {"bias", {2}, {1.0F, 2.0F}}}}}));
  };
  const std::string layer = "layer \"dense\" (Dense): ";
  CHECK(refused({"kernel", {2, 3}, std::vector<float>(6)}) ==
        layer + "its weight \"dense/kernel:0\" has the shape (2, 3), not (3, 2)");
  CHECK(refused({"kernel", {3, 2}, {}}) ==
        layer + "the dataset \"model_weights/dense/dense/kernel:0\" has no data for its shape");
  CHECK(refused({"weights", {3, 2}, std::vector<float>(6)}) ==
        layer + "the file has no weight \"kernel\" for it");
}

TEST_CASE("a file cut off anywhere is refused; one with zeros for its end does no harm") {
  const auto file = sequential({12, 12, 1}, digits().layers());
  for (std::size_t size = 0; size < file.size(); size += size < 4096 ? 97 : 1009) {
    CAPTURE(size);
    CHECK(refusal({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}) ==
          "is not an HDF5 file, or a truncated or damaged one");
  }
  // Zeros instead of the end: the metadata is whole or it is not.
  for (std::size_t size = 512; size < file.size(); size += 997) {
    auto broken = file;
    std::fill(broken.begin() + static_cast<std::ptrdiff_t>(size), broken.end(), std::uint8_t{0});
    static_cast<void>(refusal(broken));
  }
}

TEST_CASE("errors of a file on disk name its path") {
  const scratch_dir folder("keras");
  const auto path = folder.path() / "model.h5";
  octet::convert::write_file(path, std::string("no model"));
  CHECK_THROWS_WITH_AS(
      octet::convert::read_keras(path),
      (path.string() + ": is not an HDF5 file, or a truncated or damaged one").c_str(),
      octet::convert::convert_error);
  const auto file = sequential({12, 12, 1}, digits().layers());
  octet::convert::write_file(path, file);
  CHECK(octet::convert::read_keras(path) == octet::convert::read_keras(file));
}

}  // namespace
