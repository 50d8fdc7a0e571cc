// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/graph.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;
using octet::convert::keras::call_graph;
using octet::convert::keras::read_graph;

/// "in() a(in) b(in) c(a b) -> c"
std::string text_of(const json& model) {
  const call_graph graph = read_graph(model);
  std::string text;
  for (const auto& call : graph.calls) {
    text += call.name + "(";
    for (std::size_t i = 0; i < call.inputs.size(); ++i) {
      REQUIRE(call.inputs[i] < graph.calls.size());
      text += (i == 0 ? "" : " ") + graph.calls[call.inputs[i]].name;
    }
    text += ") ";
  }
  text += "->";
  for (const std::size_t o : graph.outputs) text += " " + graph.calls[o].name;
  return text;
}

std::string error_of(const json& model) {
  try {
    read_graph(model);
  } catch (const octet::convert::convert_error& e) {
    return e.what();
  }
  return "";
}

keras_node add(const std::string& name, std::vector<std::string> inputs) {
  return {{"Add", json::object()}, name, std::move(inputs)};
}
keras_node drop(const std::string& name, const std::string& input) {
  return {{"Dropout", json::object()}, name, {input}};
}
json model_of(std::vector<keras_node> nodes, const std::vector<std::string>& outputs) {
  return functional_config(nodes, outputs);
}

json entry(const std::string& class_name, const std::string& name, json config = json::object()) {
  config["name"] = name;
  return {{"class_name", class_name}, {"config", config}};
}
json sequential_of(const json& config) {
  return {{"class_name", "Sequential"}, {"config", config}};
}

TEST_CASE("a Sequential model in every form that Keras has had") {
  const json shape{{"batch_input_shape", {nullptr, 4}}};
  const json first = entry("Dropout", "a", shape), second = entry("Flatten", "b");
  const std::string chain = "a_input() a(a_input) b(a) -> b";
  CHECK(text_of(sequential_of(json::array({first, second}))) == chain);
  CHECK(text_of(sequential_of({{"name", "s"}, {"layers", {first, second}}})) == chain);
  CHECK(text_of(sequential_of({{"layers", {entry("Dropout", "a"), second}},
                               {"build_input_shape", {nullptr, 4}}})) == chain);
  CHECK(text_of(sequential_of({{"layers", {entry("InputLayer", "in", shape), second}}})) ==
        "in() b(in) -> b");
  const json newer{{"batch_shape", {nullptr, 4}}};
  CHECK(text_of(sequential_of({{"layers", {entry("InputLayer", "in", newer), second}}})) ==
        "in() b(in) -> b");
}

TEST_CASE("a Functional model is sorted by what needs what") {
  const keras_node in = keras_input("in", {4});
  CHECK(text_of(model_of({add("c", {"a", "b"}), drop("b", "in"), drop("a", "in"), in}, {"c"})) ==
        "in() b(in) a(in) c(a b) -> c");
  // Calls that no output needs are left out; an input stays.
  CHECK(text_of(model_of({in, keras_input("two", {4}), drop("a", "in"), drop("b", "in")},
                         {"b", "b", "in"})) == "in() two() b(in) -> b b in");
}

TEST_CASE("a shared layer is called once for each of its nodes") {
  json model = model_of(
      {keras_input("x", {4}), keras_input("y", {4}), drop("d", "x"), add("sum", {"d", "d"})},
      {"sum"});
  json& layers = model["config"]["layers"];
  layers[2]["inbound_nodes"].push_back(json::parse(R"([["y", 0, 0, {}]])"));
  layers[3]["inbound_nodes"][0][1][1] = 1;
  CHECK(text_of(model) == "x() y() d_1(y) d(x) sum(d d_1) -> sum");
  layers[3]["inbound_nodes"][0][1][1] = 2;
  CHECK(error_of(model) == "layer \"d\" (Dropout): is used as an input, but has no inbound node 2");
}

TEST_CASE("inbound nodes as Keras 3 writes them") {
  const auto tensor = [](const char* name) {
    return json{{"class_name", "__keras_tensor__"},
                {"config", {{"shape", {nullptr, 4}}, {"keras_history", {name, 0, 0}}}}};
  };
  json model = model_of({keras_input("x", {4}), drop("d", "x"), add("sum", {"x", "d"})}, {"sum"});
  json& layers = model["config"]["layers"];
  layers[1]["inbound_nodes"] = {{{"args", {tensor("x")}}, {"kwargs", {{"training", false}}}}};
  layers[2]["inbound_nodes"] =
      json::array({{{"args", json::array({json::array({tensor("x"), tensor("d")})})},
                    {"kwargs", json::object()}}});
  model["config"]["input_layers"] = {"x", 0, 0};
  model["config"]["output_layers"] = {"sum", 0, 0};
  CHECK(text_of(model) == "x() d(x) sum(x d) -> sum");
  layers[1]["inbound_nodes"][0]["args"][0]["config"].erase("keras_history");
  CHECK(error_of(model) == "layer \"d\" (Dropout): one of its inputs has no \"keras_history\"");
}

TEST_CASE("models inside models") {
  const json inner = sequential_of(
      {{"name", "inner"},
       {"layers",
        {entry("Dropout", "a", {{"batch_input_shape", {nullptr, 4}}}), entry("Flatten", "b")}}});
  // First in a Sequential, it brings the input.
  CHECK(text_of(sequential_of({{"layers", {inner, entry("Flatten", "c")}}})) ==
        "a_input() a(a_input) b(a) c(b) -> c");
  json model = model_of({keras_input("in", {4}), drop("inner", "in"), drop("d", "inner")}, {"d"});
  json& layers = model["config"]["layers"];
  layers[1]["class_name"] = "Sequential";
  layers[1]["config"] = inner["config"];
  // Keras counts the model's own input as its call 0.
  for (const int node : {0, 1}) {
    layers[2]["inbound_nodes"][0][0][1] = node;
    CHECK(text_of(model) == "in() a(in) b(a) d(b) -> d");
  }
  for (const auto& call : read_graph(model).calls)
    CHECK(call.what.group == (call.name == "a" || call.name == "b" ? "inner" : call.name));

  json two = model_of(
      {keras_input("p", {4}), keras_input("q", {4}), drop("x", "q"), drop("y", "p")}, {"x", "y"});
  layers[1]["class_name"] = "Functional";
  layers[1]["config"] = two["config"];
  layers[2]["inbound_nodes"][0][0] = {"inner", 1, 1, json::object()};
  CHECK(error_of(model) == "a model inside the model takes 2 inputs and is given 1");
  layers[1]["inbound_nodes"][0].push_back({"in", 0, 0, json::object()});
  CHECK(text_of(model) == "in() x(in) y(in) d(y) -> d");
  layers[2]["inbound_nodes"][0][0][2] = 2;
  CHECK(error_of(model) == "layer \"inner\" (Functional): has no output 2");
}

TEST_CASE("the weights of a layer in a model inside the model are found by its name") {
  noise n(1);
  const auto in = n.vector(3), first = n.vector(9), second = n.vector(9);
  json dense{{"units", 3}, {"use_bias", false}};
  json dense_in = dense;
  dense_in["batch_input_shape"] = {nullptr, 3};
  const json inner = sequential_of(
      {{"name", "inner"}, {"layers", {entry("Dense", "a", dense_in), entry("Dense", "b", dense)}}});
  keras_file file;
  file.weight("inner", "b/kernel:0", {3, 3}, second);
  file.weight("inner", "scope/a/kernel:0", {3, 3}, first);
  const auto bytes = file.model(sequential_of({{"name", "outer"}, {"layers", {inner}}}));
  const std::vector<float> none(3);
  check_close(
      run_keras(bytes, in),
      octet_test::dense(octet_test::dense(image::of(1, 1, 3, in), first, none), second, none).v);
}

TEST_CASE("models in circles, and inputs that are not there") {
  const keras_node in = keras_input("in", {4});
  CHECK(error_of(model_of({in, add("a", {"in", "b"}), drop("b", "a")}, {"b"})) ==
        "layer \"a\" (Add): takes its own output as its input, by way of \"b\"");
  CHECK(error_of(model_of({in, add("a", {"in", "a"})}, {"a"})) ==
        "layer \"a\" (Add): takes its own output as its input, by way of \"a\"");
  CHECK(error_of(model_of({in, drop("a", "gone")}, {"a"})) ==
        "the layer \"gone\", which another one takes as its input, is not in the model");
  json model = model_of({in, drop("a", "in")}, {"a"});
  json& layers = model["config"]["layers"];
  layers[1]["inbound_nodes"] = json::array();
  CHECK(error_of(model) == "layer \"a\" (Dropout): is used as an input, but has no inbound node 0");
  layers[1]["inbound_nodes"] = json::array({json::array()});
  CHECK(error_of(model) == "layer \"a\" (Dropout): has no input");
  layers[1]["inbound_nodes"] = json::parse(R"([[["in", 0, 1, {}]]])");
  CHECK(error_of(model) == "layer \"in\" (InputLayer): has no output 1");
  layers[1]["inbound_nodes"] = json::parse(R"([[["in", 0.5, 0, {}]]])");
  CHECK(error_of(model) ==
        "layer \"a\" (Dropout): \"inbound_nodes\" is not a whole number in reach");
  layers[1]["inbound_nodes"] = json::parse(R"([[["_CONSTANT_VALUE", -1, 2.5, {}]]])");
  CHECK(error_of(model) == "layer \"a\" (Dropout): a constant among its inputs is not supported");
  layers[1]["inbound_nodes"] = json::parse(std::string(100000, '[') + std::string(100000, ']'));
  CHECK(error_of(model) == "layer \"a\" (Dropout): its inputs are nested too deeply");
}

TEST_CASE("descriptions that are no model") {
  const keras_node in = keras_input("in", {4});
  CHECK(error_of(json::object()) ==
        "the model is of the class \"\"; Sequential and Functional models are supported");
  CHECK(error_of({{"class_name", "MyModel"}}) ==
        "the model is of the class \"MyModel\"; Sequential and Functional models are supported");
  CHECK(error_of({{"class_name", "Sequential"}}) == "the model's description has no configuration");
  CHECK(error_of(sequential_of(json::array())) == "the model's description has no list of layers");
  CHECK(error_of({{"class_name", "Model"}, {"config", {{"layers", 7}}}}) ==
        "the model's description has no list of layers");
  CHECK(error_of(sequential_of({{"layers", {7}}})) ==
        "the model's description has a layer without class or configuration");
  CHECK(error_of(
            sequential_of({{"layers", {{{"class_name", "Dense"}, {"config", {{"units", 1}}}}}}})) ==
        "layer \"\" (Dense): the layer has no name");
  CHECK(error_of(sequential_of({{"layers", {entry("Flatten", "f")}}})) ==
        "layer \"f\" (Flatten): the file does not say the shape of the model's input");
  CHECK(error_of(model_of({in, drop("a", "in"), drop("a", "in")}, {"a"})) ==
        "layer \"a\" (Dropout): there are two layers of this name");
  CHECK(error_of(model_of({in, drop("a", "in")}, {})) == "the model has no output");
  json model = model_of({in, drop("a", "in")}, {"a"});
  model["config"]["input_layers"] = json::array();
  CHECK(error_of(model) == "layer \"in\" (InputLayer): has no input");
  model["config"]["input_layers"] = json::parse(R"([["a", 0, 0]])");
  CHECK(error_of(model) == "layer \"a\" (Dropout): is an input of the model, but no InputLayer");
  json deep = sequential_of({{"name", "s"}, {"layers", {entry("Flatten", "f")}}});
  for (int i = 0; i < 40; ++i)
    deep = sequential_of({{"name", "s"}, {"layers", json::array({deep})}});
  CHECK(error_of(deep) == "models are nested too deeply");
  // Ten layers a model, twelve models deep: a million million calls.
  json many = sequential_of({{"name", "s"}, {"layers", json::array()}});
  many["config"]["layers"] = json::array({entry("Flatten", "f")});
  many["config"]["build_input_shape"] = {nullptr, 4};
  for (int i = 0; i < 12; ++i) {
    json outer = model_of({in, drop("m", "in")}, {"m"});
    json& layer = outer["config"]["layers"][1];
    layer["class_name"] = many["class_name"];
    layer["config"] = many["config"];
    for (int call = 1; call < 10; ++call)
      layer["inbound_nodes"].push_back(json::array({{"m", call, 0, json::object()}}));
    outer["config"]["output_layers"] = json::array({{"m", 10, 0}});
    many = outer;
  }
  CHECK(error_of(many) == "the model has too many layers");
}

}  // namespace
